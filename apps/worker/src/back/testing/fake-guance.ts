/** A Guance in memory: what stands open there, what is muted, and what was asked of it. */
import { type Guance, GuanceFailure, type LogLine, type Picture } from '@guance-jira/guance';

export interface FakeGuance extends Guance {
  /** Time of the newest abnormal event, by reference of the object. */
  readonly burning: Map<string, number>;
  /** When its fault began, by the same; as long ago as Guance looks back where it is not told. */
  readonly since: Map<string, number>;
  readonly muted: {
    id: string;
    name: string;
    description: string;
    tags: Readonly<Record<string, string>>;
    until: number;
  }[];
  /** What was carried out and what was looked at, in order. */
  readonly did: string[];
  /** Around every request: may throw before or after it is carried out. */
  around: <T>(call: string, act: () => Promise<T>, id?: unknown) => Promise<T>;
  /** Mutes on a page of its list, and whether it looks for what is asked for, or gives all. */
  list: { page: number; searches: boolean };
  has: boolean;
  /** Of the monitor. */
  dql: string | null;
  lines: LogLine[];
  picture: Picture | null;
  /** Every query, as it was asked. */
  readonly queries: string[];
}

export function fakeGuance(): FakeGuance {
  let count = 0;
  const call = <A extends unknown[], T>(name: string, act: (...args: A) => T) =>
    ((...args: A) =>
      fake.around(
        name,
        async () => {
          const answer = act(...args);
          fake.did.push(name);
          return answer;
        },
        args[1],
      )) as (...args: A) => Promise<T>;
  const fake: FakeGuance = {
    burning: new Map(),
    since: new Map(),
    muted: [],
    did: [],
    ...{ has: true, list: { page: 100, searches: true } },
    ...{ dql: 'M::`cpu`:(avg(`usage_total`))', lines: [], picture: null, queries: [] },
    hasClientToken: () => fake.has,
    around: (_call, act) => act(),
    hasKey: () => fake.has,
    workspaces: () => (fake.has ? ['w'] : []),
    restore: call('restore', (_workspace: string, ref: string) => void fake.burning.delete(ref)),
    openFaults: call('look', (_workspace: string, range: { from: number; to: number; ref?: string }) =>
      [...fake.burning]
        .filter(([ref, at]) => (range.ref === undefined || ref === range.ref) && at >= range.from && at <= range.to)
        .map(([ref, at]) => ({
          ...{ docId: 'E_1', eventId: `event-${at}`, ref, status: 'critical', title: 't', at },
          since: fake.since.get(ref) ?? range.from,
          dql: fake.dql,
        })),
    ),
    openPage: call('page', () => ({ faults: [], unread: 0, next: null })),
    event: call('event', () => ({})),
    newest: call('newest', () => []),
    workspaceOf: call('workspace', (workspace: string) => workspace),
    mute: call('mute', (_workspace: string, { name, description, tags, until }) => {
      count += 1;
      fake.muted.push({ id: `mute_${count}`, name, description, tags, until });
      return `mute_${count}`;
    }),
    mutes: call('mutes', (_workspace: string, { name, page = 1 }) => {
      const { page: size, searches } = fake.list;
      const all = fake.muted.filter((mute) => !searches || mute.name.includes(name));
      const shown = all.slice((page - 1) * size, page * size);
      return {
        mutes: shown.map(({ id, name: own, until }) => ({ id, name: own, until })),
        more: page * size < all.length,
      };
    }),
    lift: call('lift', (_workspace: string, id: string) => {
      const at = fake.muted.findIndex((mute) => mute.id === id);
      if (at >= 0) fake.muted.splice(at, 1);
    }),
    logLines: call('logs', (_workspace: string, { query, limit }) => {
      fake.queries.push(query);
      return fake.lines.slice(-limit);
    }),
    chart: call('chart', (_workspace: string, { query }) => {
      fake.queries.push(query);
      return fake.picture;
    }),
  };
  return fake;
}

export function guanceFailure(kind: GuanceFailure['kind']): GuanceFailure {
  return new GuanceFailure(kind, { endpoint: 'x', status: null, said: 'as the test has it' });
}
