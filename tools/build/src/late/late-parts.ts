/** What libraries make or bring along as they are loaded, and our processes need late or never. */
import type { Plugin } from 'rolldown';

/** Express's list of all file types, from which two tables are made: a twentieth of the start of a receiver, which never looks. */
export function mimeTypesLate(): Plugin {
  const changes: readonly (readonly [string, string])[] = [
    [
      "var db = require('mime-db')",
      "var list = null\nfunction db () {\n  list = list || require('mime-db')\n  return list\n}",
    ],
    // What the console's health is told in; the list says the same of it.
    [
      'match && db[match[1].toLowerCase()]',
      "match && (match[1].toLowerCase() === 'application/json' ? { charset: 'UTF-8' } : db[match[1].toLowerCase()])",
    ],
    ['db[', 'db()['],
    ['Object.keys(db)', 'Object.keys(db())'],
    ['populateMaps(exports.extensions, exports.types)\n', LATE_MAPS],
  ];
  return {
    name: 'mime-types-late',
    transform: {
      filter: { id: /\/mime-types\/index\.js$/ },
      handler(code) {
        if (changes.some(([from]) => !code.includes(from)))
          this.error('mime-types is written in another way than it was');
        return changes.reduce((text, [from, to]) => text.replaceAll(from, to), code);
      },
    },
  };
}

const LATE_MAPS = `var maps = null
function filled () {
  if (maps === null) {
    maps = { extensions: Object.create(null), types: Object.create(null) }
    populateMaps(maps.extensions, maps.types)
  }
  return maps
}
Object.defineProperty(exports, 'extensions', { get: function () { return filled().extensions } })
Object.defineProperty(exports, 'types', { get: function () { return filled().types } })
`;

/** What reads cron expressions, with its library of dates, is for jobs that repeat: ours do not, and Bull Board can make some. */
export function cronLate(): Plugin {
  return {
    name: 'cron-late',
    transform: {
      filter: { id: /\/bullmq\/dist\/esm\/classes\/job-scheduler\.js$/ },
      handler(code) {
        const changed = code.replace("import { CronExpressionParser } from 'cron-parser';", '');
        if (changed === code) this.error('BullMQ takes its parser of cron expressions in another way than it did');
        return changed.replaceAll('CronExpressionParser.parse(', "require('cron-parser').CronExpressionParser.parse(");
      },
    },
  };
}

/**
 * Half a megabyte of tables for Chinese, Japanese and Korean encodings. Express decodes forms and JSON alone, for which it refuses
 * all but UTF-8 and Latin-1; the receiver reads bodies itself, and a sandbox refuses such a text as one in an encoding that nobody knows.
 */
export function iconvWithoutTables(): Plugin {
  return {
    name: 'iconv-without-tables',
    transform: {
      filter: { id: /\/iconv-lite\/encodings\/dbcs-data\.js$/ },
      handler(code) {
        if (!code.includes('./tables/')) this.error('iconv-lite keeps its tables in another place than it did');
        return 'module.exports = {};';
      },
    },
  };
}

/** The client of Prometheus loads OpenTelemetry for exemplars, which none of our metrics has. */
export function metricsWithoutExemplars(): Plugin {
  return {
    name: 'metrics-without-exemplars',
    transform: {
      filter: { id: /@prometheus-io\/client\/lib\/metrics\/processCpuTotal\.js$/ },
      handler(code) {
        const changed = code.replace("require('@opentelemetry/api')", 'null');
        if (changed === code) this.error('the client of Prometheus takes OpenTelemetry in another way than it did');
        return changed;
      },
    },
  };
}
