/** Storm windows of one route once more, as pure functions. storms/storm-model.test.ts holds them against the scripts. */
export interface StormModel {
  /** By their starts. */
  readonly windows: ReadonlyMap<number, WindowModel>;
  /** Windows that take arrivals, with their beginnings, which a late arrival pulls back. */
  readonly live: ReadonlyMap<number, number>;
  /** Windows with work. */
  readonly open: ReadonlySet<number>;
  /** Where an event has its verdict from. */
  readonly places: ReadonlyMap<string, number>;
  /** Faults that have begun an issue of their own. */
  readonly begun: ReadonlySet<string>;
}

export interface WindowModel {
  /** `own`, or the place in the list. */
  readonly of: ReadonlyMap<string, 'own' | number>;
  readonly list: readonly string[];
  readonly standing: ReadonlySet<string>;
  readonly opened: number;
  readonly severe: number;
  readonly told: number;
  readonly closed: boolean;
  readonly over: boolean;
}

export type Told = 'own' | 'list' | 'listed';

export interface Ask {
  subject: string;
  at: number;
  lengthMs: number;
  limit: number;
  /** 0: not severe. */
  keepLimit: number;
}

export const NO_STORM: StormModel = {
  windows: new Map(),
  live: new Map(),
  open: new Set(),
  places: new Map(),
  begun: new Set(),
};
export const EMPTY_WINDOW: WindowModel = {
  ...{ of: new Map(), list: [], standing: new Set(), opened: 0, severe: 0, told: 0, closed: false, over: false },
};

export function admit(model: StormModel, ask: Ask): [StormModel, Told] {
  const { subject } = ask;
  if (model.begun.has(subject)) return [model, 'own'];
  const [start, live] = startFor(model, ask);
  const window = model.windows.get(start) ?? EMPTY_WINDOW;
  const next = standingIn(window.of.has(subject) ? window : placed(window, ask), subject);
  const listedNow = next.list.length > window.list.length;
  return [
    {
      ...model,
      live,
      windows: new Map(model.windows).set(start, next),
      open: listedNow ? new Set(model.open).add(start) : model.open,
      places: new Map(model.places).set(subject, start),
    },
    verdictIn(next, subject) ?? 'own',
  ];
}

/** As an event asks whose rules may know no storms by now; null: nothing is known of it. */
export function verdictOf(model: StormModel, subject: string): Told | null {
  const start = model.places.get(subject);
  if (start === undefined) return null;
  if (model.begun.has(subject)) return 'own';
  return verdictIn(model.windows.get(start) ?? EMPTY_WINDOW, subject);
}

export function told(model: StormModel, start: number, count: number): StormModel {
  return changed(model, start, (window) => ({ told: Math.min(window.told + count, window.list.length) }));
}

export function giveUp(model: StormModel, start: number, count: number, all: boolean): StormModel {
  return changed(model, start, (window) => {
    const given = window.list.slice(window.told, window.told + count);
    const of = new Map(window.of);
    for (const [n, subject] of given.entries()) if (of.get(subject) === window.told + n) of.set(subject, 'own');
    const standing = new Set([...window.standing].filter((one) => !given.includes(one)));
    return { of, standing, told: window.told + given.length, closed: window.closed || all };
  });
}

export function recovered(model: StormModel, start: number, subject: string): StormModel {
  const window = model.windows.get(start) ?? EMPTY_WINDOW;
  if (!window.standing.has(subject)) return model;
  const standing = new Set([...window.standing].filter((one) => one !== subject));
  const next = changed(model, start, () => ({ standing }));
  const soon = standing.size === 0 && window.list.length > 0;
  return soon ? { ...next, open: new Set(model.open).add(start) } : next;
}

export function remains(model: StormModel, start: number, ended: boolean): [StormModel, string] {
  const window = model.windows.get(start) ?? EMPTY_WINDOW;
  if (window.list.length > window.told) return [model, 'list'];
  if (window.over) return [model, 'over'];
  if (window.list.length > 0 && window.standing.size === 0) {
    if (!ended) return [model, 'wait'];
    return [{ ...changed(model, start, () => ({ over: true })), live: without(model.live, start) }, 'over'];
  }
  return [{ ...model, open: new Set([...model.open].filter((one) => one !== start)) }, 'rest'];
}

/** Its days are over; the route still knows of it. */
export function expired(model: StormModel, start: number): StormModel {
  return { ...model, windows: without(model.windows, start) };
}

function startFor({ live, windows }: StormModel, { at, lengthMs }: Ask): [number, ReadonlyMap<number, number>] {
  const byScore = [...live].sort(([a, x], [b, y]) => x - y || (String(a) < String(b) ? -1 : 1));
  const before = byScore.filter(([, score]) => score <= at && score > at - lengthMs).at(-1);
  if (before) return [before[0], live];
  const after = byScore.find(([, score]) => score >= at && score < at + lengthMs);
  if (after && after[0] - at < lengthMs) return [after[0], new Map(live).set(after[0], at)];
  let free = at;
  while (windows.has(free)) free += 1;
  return [free, new Map(live).set(free, at)];
}

function placed(window: WindowModel, { subject, limit, keepLimit }: Ask): WindowModel {
  const of = (place: 'own' | number) => new Map(window.of).set(subject, place);
  if (window.closed) return { ...window, of: of('own') };
  const severe = keepLimit > 0 ? window.severe + 1 : window.severe;
  if (keepLimit > 0 && severe <= keepLimit) return { ...window, severe, of: of('own') };
  const opened = window.opened + 1;
  if (opened <= limit) return { ...window, severe, opened, of: of('own') };
  return { ...window, severe, opened, list: [...window.list, subject], of: of(window.list.length) };
}

/** One that is known may have recovered, and has failed again. */
function standingIn(window: WindowModel, subject: string): WindowModel {
  const listed = typeof window.of.get(subject) === 'number';
  return listed ? { ...window, standing: new Set(window.standing).add(subject) } : window;
}

function verdictIn(window: WindowModel, subject: string): Told | null {
  const place = window.of.get(subject);
  if (place === undefined) return null;
  if (place === 'own') return 'own';
  return window.told > place ? 'listed' : 'list';
}

function changed(model: StormModel, start: number, change: (window: WindowModel) => Partial<WindowModel>): StormModel {
  const window = model.windows.get(start);
  if (window === undefined) return model;
  return { ...model, windows: new Map(model.windows).set(start, { ...window, ...change(window) }) };
}

function without<T>(map: ReadonlyMap<number, T>, key: number): ReadonlyMap<number, T> {
  return new Map([...map].filter(([one]) => one !== key));
}
