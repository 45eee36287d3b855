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
        written = 0;
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

/** What the template being rendered has put out so far; rendering is synchronous, so there is only one. */
let written = 0;

/** Each output passes here. Liquid's own memory limit counts what filters make, and not a loop that puts out the same text. */
function counted<T>(value: T): T {
  written += typeof value === 'string' ? value.length : 10;
  if (written > maxWritten) throw new Error(`more than ${maxWritten} characters of output`);
  return value;
}

const maxWritten = 200_000;

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
    outputEscape: counted,
  });
  // Liquid's own would leave the count out.
  engine.registerFilter('raw', (value: unknown) => value);
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

/** What a template may read: all of the event, each text and list no longer than anything that could be shown of it. */
function variables(event: AlertEvent): Record<string, unknown> {
  const known = read.get(event.raw);
  if (known !== undefined && known.event === event) return known.values;
  const whole = { ...event.raw, tags: event.tags, level: event.level, status: event.status };
  const values = Object(bounded(whole, { left: maxInput }));
  read.set(event.raw, { event, values });
  return values;
}

/** An event is read by a dozen templates, one after the other. */
const read = new WeakMap<object, { event: AlertEvent; values: Record<string, unknown> }>();

/** Filters are as slow as their input is long, and some slower: with a bound for it they have one too. */
function bounded(value: unknown, room: { left: number }): unknown {
  if (typeof value === 'string') {
    const text = value.slice(0, Math.max(Math.min(maxVariable, room.left), 0));
    room.left -= text.length;
    return text;
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Array.isArray(value) ? value.slice(0, maxItems) : Object.entries(value).slice(0, maxItems);
  room.left -= entries.length;
  if (Array.isArray(value)) return entries.map((item) => bounded(item, room));
  return Object.fromEntries((entries as [string, unknown][]).map(([key, item]) => [key, bounded(item, room)]));
}

const maxVariable = 20_000;
const maxInput = 200_000;
const maxItems = 1_000;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
