/** What libraries load or make at their start for uses that none of our processes has, or in a way that takes long. */
import type { Plugin } from 'rolldown';

interface Change {
  /** The end of the module's path. */
  readonly module: RegExp;
  /** What stands there, each at least once, and what takes its place everywhere. */
  readonly texts: readonly (readonly [string, string])[];
}

const CHANGES: readonly Change[] = [
  // Winston's own debug output, in colors on a terminal: asked for by an environment variable that we do not name.
  { module: /\/@dabh\/diagnostics\/node\/index\.js$/, texts: [['./development.js', './production.js']] },
  // Its format that writes levels in color; a line of ours has none.
  {
    module: /\/logform\/colorize\.js$/,
    texts: [
      ["const colors = require('@colors/colors/safe');", ''],
      ['colors.enabled = true;', ''],
      [' colors[', " require('@colors/colors/safe')["],
    ],
  },
  // Clients of Redis that are not the one we give it.
  {
    module: /\/bullmq\/dist\/esm\/classes\/redis-connection\.js$/,
    texts: [
      ["import { createNodeRedisClient } from './node-redis-client';", ''],
      ["import { createBunRedisClient } from './bun-redis-client';", ''],
      ['createNodeRedisClient(', 'createIORedisClient('],
      ['createBunRedisClient(', 'createIORedisClient('],
    ],
  },
  // We are asked for our metrics, and each process for its own.
  {
    module: /\/@prometheus-io\/client\/index\.js$/,
    texts: [
      ["exports.Pushgateway = require('./lib/pushgateway');", ''],
      ["exports.ClusterRegistry = require('./lib/cluster');", ''],
      ["exports.WorkerRegistry = require('./lib/worker');", ''],
      ['exports.AggregatorRegistry = exports.ClusterRegistry;', ''],
    ],
  },
  // How late the event loop is, it measures a hundred times a second: most of what a process at rest takes. Nobody sees it until the
  // first who asks for metrics.
  {
    module: /\/@prometheus-io\/client\/lib\/metrics\/eventLoopLag\.js$/,
    texts: [
      ['histogram.enable();', ''],
      ['lagMin.set(labels, ', 'if (histogram.enable()) return;\nlagMin.set(labels, '],
    ],
  },
  // To compare two versions of Redis, of all that its library does.
  {
    module: /\/bullmq\/dist\/esm\/utils\/index\.js$/,
    texts: [
      [
        "import * as semver from 'semver';",
        "import coerce from 'semver/functions/coerce.js';\nimport lt from 'semver/functions/lt.js';",
      ],
      ['semver.valid(semver.coerce(currentVersion))', 'coerce(currentVersion)?.version ?? null'],
      ['semver.lt(', 'lt('],
    ],
  },
  // It packs the arguments of scripts. The other door looks for a native reader, for which it would have to be installed beside us.
  {
    module: /\/bullmq\/dist\/esm\/classes\/redis-queue-backend\.js$/,
    texts: [["from 'msgpackr'", "from 'msgpackr/pack'"]],
  },
  // Processors of jobs in processes of their own.
  {
    module: /\/bullmq\/dist\/esm\/classes\/child\.js$/,
    texts: [
      ["import { fork } from 'node:child_process';", ''],
      [' fork(', " process.getBuiltinModule('node:child_process').fork("],
    ],
  },
  // Each connection of BullMQ has the same sixty scripts, half a megabyte. A script of theirs is no text but where it is (`late-scripts.ts`).
  {
    module: /\/ioredis\/built\/Script\.js$/,
    texts: [
      ['class Script {', 'const known = new Map();\nclass Script {'],
      [
        'this.sha = (0, crypto_1.createHash)("sha1").update(lua).digest("hex");',
        [
          'this.sha = lua.sha ?? known.get(lua) ?? (0, crypto_1.createHash)("sha1").update(lua).digest("hex");',
          'if (lua.sha === undefined) known.set(lua, this.sha);',
        ].join('\n'),
      ],
      ['this.args[0] = lua;', 'this.args[0] = lua.sha === undefined ? lua : lua.text();'],
    ],
  },
  // One method more of a prototype takes the longer the more it has, and this has six hundred: a tenth of a start. In a table that
  // becomes the prototype's own prototype each takes the same.
  {
    module: /\/ioredis\/built\/utils\/Commander\.js$/,
    texts: [
      ['commands.forEach(', 'const methods = Object.create(null);\ncommands.forEach('],
      ['Commander.prototype[commandName', 'methods[commandName'],
      [
        'Commander.prototype.call = ',
        [
          'Object.setPrototypeOf(methods, Object.prototype);',
          'Object.setPrototypeOf(Commander.prototype, methods);',
          'Commander.prototype.call = ',
        ].join('\n'),
      ],
    ],
  },
  // Its errors of a parser that we do not use look at what they are made of.
  {
    module: /\/redis-errors\/lib\/modern\.js$/,
    texts: [
      ["const assert = require('assert')", "const assert = (value) => require('assert')(value)"],
      ['assert.strictEqual(', "require('assert').strictEqual("],
    ],
  },
  // The receiver reads bodies itself, and the console its forms when the first page is asked for.
  {
    module: /\/express\/lib\/express\.js$/,
    texts: [
      ["var bodyParser = require('body-parser')", ''],
      ['exports.json = bodyParser.json', getter('json', "require('body-parser').json")],
      ['exports.raw = bodyParser.raw', getter('raw', "require('body-parser').raw")],
      ['exports.text = bodyParser.text', getter('text', "require('body-parser').text")],
      ['exports.urlencoded = bodyParser.urlencoded', getter('urlencoded', "require('body-parser').urlencoded")],
      ["exports.static = require('serve-static');", getter('static', "require('serve-static')")],
    ],
  },
  {
    module: /\/express\/lib\/utils\.js$/,
    texts: [
      ["var qs = require('qs');", ''],
      ['return qs.parse(', "return require('qs').parse("],
    ],
  },
  {
    module: /\/express\/lib\/response\.js$/,
    texts: [
      ["var send = require('send');", ''],
      ['var file = send(', "var file = require('send')("],
    ],
  },
  // Bodies that are compressed: the receiver reads its own, and nobody sends the console any.
  {
    module: /\/body-parser\/lib\/read\.js$/,
    texts: [
      ["const zlib = require('node:zlib')", ''],
      ["'createZstdDecompress' in zlib", 'true'],
      [' zlib.', " require('node:zlib')."],
    ],
  },
  // A cluster of Redis, which few have.
  {
    module: /\/ioredis\/built\/index\.js$/,
    texts: [
      ['cluster_1 = require("./cluster")', 'cluster_1 = { get default() { return require("./cluster").default; } }'],
    ],
  },
  {
    module: /\/ioredis\/built\/Redis\.js$/,
    texts: [
      ['const cluster_1 = require("./cluster");', ''],
      [
        'Redis.Cluster = cluster_1.default;',
        "Object.defineProperty(Redis, 'Cluster', { configurable: true, get: () => require('./cluster').default });",
      ],
    ],
  },
  // Connections by TLS, for which whoever has one loads it.
  {
    module: /\/ioredis\/built\/connectors\/(StandaloneConnector|SentinelConnector\/index)\.js$/,
    texts: [['require("tls")', '{ connect: (...args) => require("tls").connect(...args) }']],
  },
];

function getter(name: string, value: string): string {
  return `Object.defineProperty(exports, '${name}', { configurable: true, enumerable: true, get: () => ${value} });`;
}

export function leanLibraries(): Plugin {
  return {
    name: 'lean-libraries',
    transform(code, id) {
      const change = CHANGES.find(({ module }) => module.test(id));
      if (change === undefined) return null;
      for (const [text] of change.texts)
        if (!code.includes(text)) this.error(`${id} is written in another way than it was: ${text}`);
      return change.texts.reduce((changed, [from, to]) => changed.replaceAll(from, to), code);
    },
  };
}
