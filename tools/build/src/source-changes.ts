/** The few places where what is built differs from its source by more than its form. */
import type { Plugin } from 'rolldown';
import { editorModules } from '../../../apps/console/src/pages/playground/editor-modules.ts';

/** Texts name commands as they are typed in a clone; who has the package types others. */
export function packageCommands(root: string): Plugin {
  return {
    name: 'package-commands',
    transform(code, id) {
      if (!id.startsWith(root) || id.includes('/node_modules/')) return null;
      return code
        .replaceAll(' For --json, use npm run -s cli --, so that npm adds no lines of its own.', '')
        .replaceAll('需要 --json 时用 npm run -s cli --，这样 npm 不会输出自己的内容。', '')
        .replaceAll('npm run cli --', 'guance-jira')
        .replaceAll('npm start or npm test', 'guance-jira start')
        .replaceAll('npm start', 'guance-jira start')
        .replaceAll(/npm run (receiver|worker|console)\b/g, 'guance-jira $1');
    },
  };
}

/**
 * In a clone the endpoints of jira.js are taken by their place in the package, since its door loads a second's worth of files.
 * Built, what nobody uses is left out anyway, so they come through the door.
 */
export function jiraEndpoints(): Plugin {
  return {
    name: 'jira-endpoints',
    transform: {
      filter: { id: /packages\/jira\/src\/cloud\/endpoints\.ts$/ },
      handler(code) {
        const names = [...code.matchAll(/^export const (\w+) = endpoint\(/gm)].map(([, name]) => name);
        if (names.length === 0) this.error('no endpoint of jira.js is named any more');
        return `export { ${names.join(', ')} } from 'jira.js/cloud';`;
      },
    },
  };
}

/** The bundler escapes what is not ASCII, except in tagged templates, where a tag could read it as it is written. None of ours does. */
export function asciiTemplates(root: string): Plugin {
  return {
    name: 'ascii-templates',
    transform(code, id) {
      if (!id.startsWith(root) || id.includes('/node_modules/') || !/\bhtml`/.test(code)) return null;
      if (/String\.raw|\\[^\0-\x7f]/.test(code)) this.error(`${id} would say something else once it is escaped`);
      return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    },
  };
}

/** Of undici a worker needs one class; through its door come fetch, WebSocket, caches and mocks as well, two thirds of it. */
export function undiciAgent(): Plugin {
  const NAME = 'undici-agent';
  const MODULE = `\0${NAME}`;
  let user = '';
  return {
    name: NAME,
    resolveId: {
      filter: { id: /^undici(-agent$|\/lib\/)/ },
      handler(id, importer) {
        if (id !== NAME) return importer === MODULE ? this.resolve(id, user, { skipSelf: true }) : null;
        user = importer ?? '';
        return MODULE;
      },
    },
    load: {
      filter: { id: /^\0undici-agent$/ },
      // As undici's own index.js does: a proxy's tunnel is asked for by `connect`, which is one of these.
      handler: () => `
        import api from 'undici/lib/api/index.js';
        import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
        import Agent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
        Object.assign(Dispatcher.prototype, api);
        export default Agent;
      `,
    },
    transform: {
      filter: { id: /packages\/jira\/src\/transport\/dispatcher\.ts$/ },
      handler(code) {
        const changed = code.replace("(await import('undici')).EnvHttpProxyAgent", `(await import('${NAME}')).default`);
        if (changed === code) this.error('undici is taken in another way than it was');
        return changed;
      },
    },
  };
}

/**
 * BullMQ's modules for bundlers, of which what is not used is left out: its PostgreSQL backend and its other clients are a third
 * of it. Bull Board would keep it all, as it takes BullMQ at once by `require`, for two classes.
 */
export function bullmqParts(): Plugin {
  const TWO = 'bullmq-for-bull-board';
  const MODULE = `\0${TWO}`;
  let board = '';
  return {
    name: 'bullmq-parts',
    resolveId: {
      filter: { id: /^bullmq(-for-bull-board)?$/ },
      async handler(id, importer) {
        if (id === TWO) {
          board = importer ?? '';
          return MODULE;
        }
        const found = await this.resolve(id, importer === MODULE ? board : importer, { skipSelf: true });
        return found && { ...found, id: found.id.replace('/dist/cjs/', '/dist/esm/') };
      },
    },
    load: {
      filter: { id: /^\0bullmq-for-bull-board$/ },
      handler: () => "export { FlowProducer, Queue } from 'bullmq';",
    },
    transform: {
      filter: { id: /@bull-board\/api\/dist\/queueAdapters\/bullMQ\.js$/ },
      handler(code) {
        const changed = code.replace('require("bullmq")', `require("${TWO}")`);
        if (changed === code) this.error('Bull Board takes BullMQ in another way than it did');
        return changed;
      },
    },
  };
}

/** Bull Board looks for its pages with an `eval` that no bundler can follow; the console tells it where they are. */
export function bullBoardPages(): Plugin {
  return {
    name: 'bull-board-pages',
    transform: {
      filter: { id: /@bull-board\/api\/dist\/index\.js$/ },
      handler(code) {
        const changed = code.replace(/eval\(`require\.resolve\('@bull-board\/ui\/package\.json'\)`\)/, "''");
        if (changed === code) this.error('Bull Board looks for its pages in another way than it did');
        return changed;
      },
    },
  };
}

/** The console serves its editor out of the packages' own modules, which it finds in node_modules; where it is built, they stand in it. */
export function editorOfConsole(onCarried: (file: string) => void): Plugin {
  return {
    name: 'editor-of-console',
    transform: {
      filter: { id: /console\/src\/pages\/playground\/editor-modules\.ts$/ },
      handler() {
        return `export const editorModules = () => new Map(${JSON.stringify([...editorModules(onCarried)])});`;
      },
    },
  };
}
