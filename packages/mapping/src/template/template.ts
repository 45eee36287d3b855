import { Liquid } from 'liquidjs';
import type { AlertEvent } from '../source/alert-event.ts';
import { fieldsAsRead } from '../source/read-alert.ts';
import type { Rendered, Template } from './compiled.ts';
import { asText, asTexts, type Outputs } from './template-output.ts';

/**
 * Parses a template; `timezone` is used by its `date` filter.
 * @throws an error whose message says what is wrong and where
 */
export function compileTemplate(source: string, timezone: string): Template {
  if (!/\{[{%]/.test(source)) {
    const constant = { text: source, problem: null };
    const constants = { texts: [source], problem: null };
    return { source, render: () => constant, renderEach: () => constants };
  }
  const [, field] = ONE_FIELD.exec(source) ?? [];
  const renderOnce = field === undefined ? byLiquid(source, timezone) : fieldAlone(field);
  const render = <O extends Outputs>(event: AlertEvent, begin: () => O): Rendered & { through: O } => {
    for (let tries = 1; ; tries += 1) {
      const through = begin();
      try {
        return { text: renderOnce(event, through), problem: null, through };
      } catch (error) {
        if (tries < 2 && isTooLong(error)) continue;
        const problem = `the template ${JSON.stringify(source)} failed: ${messageOf(error)}`;
        return { text: '', problem, through };
      }
    }
  };
  return {
    source,
    render: (event, change) => {
      const { text, problem } = render(event, () => asText(change));
      return { text, problem };
    },
    renderEach: (event) => {
      const { text, problem, through } = render(event, asTexts);
      return { texts: problem === null ? through.textsOf(text) : [], problem };
    },
  };
}

type RenderOnce = (event: AlertEvent, through: Outputs) => string;

/** A field and nothing else, as in what we put into an issue where no rule says otherwise. No word of Liquid's own has such a name. */
export const ONE_FIELD = /^\{\{ ?([a-z]+_\w+) ?\}\}$/;

/** Needs no Liquid, which is five megabytes of a worker and 20 ms before its first issue. */
function fieldAlone(field: string): RenderOnce {
  return (event, through) => {
    const values = variables(event);
    const written: unknown = through.write(Object.hasOwn(values, field) ? values[field] : undefined);
    return String(written ?? '').slice(0, maxOutput);
  };
}

function byLiquid(source: string, timezone: string): RenderOnce {
  const engine = engineFor(timezone);
  const parsed = engine.parse(source);
  return (event, through) => {
    outputs = through;
    const rendered: unknown = engine.renderSync(parsed, variables(event), { templateLimit: maxSteps });
    return String(rendered).slice(0, maxOutput);
  };
}

// Steps and memory are the limits that bite, the same on every machine; the time limit is a last net.
const maxSteps = 20_000;
const maxOutput = 32_000;
const maxMemory = 1_000_000;
const maxMs = 1_000;
const maxSource = 10_000;

/** Those of the template being rendered; rendering is synchronous, so there is only one. */
let outputs: Outputs = asText();

/** Liquid says that this gives a string, and writes whatever it gives. */
const write = (value: unknown) => outputs.write(value) as string;

const engines = new Map<string, Liquid>();

export function engineFor(timezone: string): Liquid {
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
    outputEscape: write,
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

/** What a template may read: all of the event, its words as we read them, each text and list no longer than anything that could be shown of it. */
function variables(event: AlertEvent): Record<string, unknown> {
  const known = read.get(event.raw);
  if (known !== undefined && known.event === event) return known.values;
  const { tags, level, status } = event;
  const whole = { ...event.raw, ...fieldsAsRead(event), tags, level, status };
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

/** By the wall clock, so that a process that stood still a second was as slow: the same event must give the same issue. */
function isTooLong(error: unknown): boolean {
  return messageOf(error).startsWith('template render limit exceeded');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
