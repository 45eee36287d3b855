import { Liquid } from 'liquidjs';
import type { AlertEvent } from './event.ts';

/** A Liquid template, parsed once. `render` never throws: what went wrong is told beside an empty text. */
export type Template = {
  readonly source: string;
  readonly render: (event: AlertEvent) => { readonly text: string; readonly problem: string | null };
};

/**
 * Parses a template; `timezone` is used by its `date` filter.
 * @throws an error whose message says what is wrong and where
 */
export function compileTemplate(source: string, timezone: string): Template {
  if (!/\{[{%]/.test(source)) {
    const constant = { text: source, problem: null };
    return { source, render: () => constant };
  }
  const engine = engineFor(timezone);
  const parsed = engine.parse(source);
  return {
    source,
    render(event) {
      try {
        const rendered: unknown = engine.renderSync(parsed, variables(event), { templateLimit: maxSteps });
        return { text: String(rendered).slice(0, maxOutput), problem: null };
      } catch (error) {
        return { text: '', problem: `the template ${JSON.stringify(source)} failed: ${messageOf(error)}` };
      }
    },
  };
}

// Steps and memory are the limits that bite, the same on every machine; the time limit is a last net.
const maxSteps = 20_000;
const maxOutput = 32_000;
const maxMemory = 1_000_000;
const maxMs = 1_000;
const maxSource = 10_000;

const engines = new Map<string, Liquid>();

function engineFor(timezone: string): Liquid {
  const known = engines.get(timezone);
  if (known) return known;
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    templates: {},
    timezoneOffset: timezone,
    parseLimit: maxSource,
    renderLimit: maxMs,
    memoryLimit: maxMemory,
  });
  removeFiles(engine);
  removeChance(engine);
  engines.set(timezone, engine);
  return engine;
}

/** Without the tags that read files, using one is a mistake found when the rules are read. */
function removeFiles(engine: Liquid): void {
  for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];
}

/** The same event must give the same issue each time it is tried, so neither chance nor the present moment. */
function removeChance(engine: Liquid): void {
  for (const filter of ['sample', 'shuffle']) delete engine.filters[filter];
  for (const name of ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string']) {
    const filter = engine.filters[name];
    if (typeof filter !== 'function') continue;
    engine.registerFilter(name, function refuseNow(value: unknown, ...rest: unknown[]) {
      if (value === 'now' || value === 'today') throw new Error(`"${value}" is not available, use a time of the event`);
      return Reflect.apply(filter, this, [value, ...rest]);
    });
  }
}

function variables(event: AlertEvent): Record<string, unknown> {
  return { ...event.raw, tags: event.tags, level: event.level, status: event.status };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
