/**
 * What we ask of Guance's OpenAPI, and nothing else: https://docs.guance.com/open-api/ (sources: docs/zh/open-api/keyevent and
 * docs/zh/open-api/mute of GuanceCloud/guance-docs). Each call is one request; whoever makes it has taken its turn before.
 */
import { z } from 'zod';
import { GuanceFailure } from './failure.ts';
import { LOG_FORM, type LogLine, linesIn, QueryData, type Span } from './log-lines.ts';
import { Muted, type MuteOrder, type MutePage, type MuteQuery, mutePageOf, mutesPath } from './mutes.ts';
import { askableRef, type NewestEvent, newestIn, newestQuery, Queried } from './newest-events.ts';
import { Listed, OPEN_FAULTS, OpenEvent, type OpenFault, type OpenPage, openPageOf, PAGE, REF } from './open-faults.ts';
import { type Picture, pictureTypeOf } from './picture.ts';
import { ask, askForBytes, askForPage, type Connection } from './request.ts';
import type { GuanceSettings } from './settings.ts';
import { wallTime, ZONE } from './wall-time.ts';

/** Every call throws GuanceFailure where Guance does not answer as it should. */
export interface Guance {
  hasKey(workspace: string): boolean;
  /** Of which there is a key. */
  workspaces(): string[];
  /** Recovers the newest event of this object by hand. A GET that changes things: it is never repeated by anybody but its caller. */
  restore(workspace: string, ref: string): Promise<void>;
  /** Objects whose newest event within the range is not ok. Guance takes six hours at most, and gives a hundred. */
  openFaults(workspace: string, range: { from: number; to: number; ref?: string }): Promise<OpenFault[]>;
  /** The same, page by page, without what nobody can read. */
  openPage(workspace: string, range: { from: number; to: number; offset: number }): Promise<OpenPage>;
  /** All fields of one event, with times in milliseconds and some numbers as texts. */
  event(workspace: string, docId: string): Promise<Record<string, unknown>>;
  /** Of each of these objects its newest event within the range, recovered or not; an object without one is left out. */
  newest(workspace: string, refs: readonly string[], range: { from: number; to: number }): Promise<NewestEvent[]>;
  /** `df_workspace_uuid` of the workspace that the key is of. */
  workspaceOf(workspace: string): Promise<string>;
  /** Silences one object of a monitor for a time. Its id. */
  mute(workspace: string, order: MuteOrder): Promise<string>;
  /** A page of the mutes whose name has this in it. */
  mutes(workspace: string, query: MuteQuery): Promise<MutePage>;
  /** Takes a mute back; one that is gone is no failure. */
  lift(workspace: string, id: string): Promise<void>;
  /** The newest log lines, oldest first. */
  logLines(workspace: string, span: Span & { limit: number }): Promise<LogLine[]>;
  hasClientToken(workspace: string): boolean;
  /** A chart as a picture; null where the answer is none. */
  chart(workspace: string, span: Span & { timezone: string }): Promise<Picture | null>;
}

/** Null where nobody has given us a key. */
export function guanceOf(
  { GUANCE_API_URL: baseUrl, GUANCE_API_KEYS: keys, GUANCE_CLIENT_TOKENS: tokens, ...env }: GuanceSettings,
  send: typeof fetch,
): Guance | null {
  const connection = { baseUrl: baseUrl ?? '', fetch: send, timeoutMs: env.GUANCE_TIMEOUT_MS };
  return baseUrl && keys ? openGuance(connection, keys, tokens) : null;
}

/**
 * @param keys of the OpenAPI, by `df_workspace_uuid`
 * @param clientTokens likewise, for charts
 */
export function openGuance(
  connection: Connection,
  keys: ReadonlyMap<string, string>,
  clientTokens: ReadonlyMap<string, string> = new Map(),
): Guance {
  const keyOf = (workspace: string, endpoint: string): string => {
    const key = keys.get(workspace);
    if (key === undefined)
      throw new GuanceFailure('unauthorized', { endpoint, status: null, said: 'there is no key for this workspace' });
    return key;
  };
  const post = (workspace: string, endpoint: string, path: string, body: unknown) =>
    ask(connection, keyOf(workspace, endpoint), { endpoint, method: 'POST', path, body });
  const get = (workspace: string, endpoint: string, path: string, query: Record<string, string>) =>
    ask(connection, keyOf(workspace, endpoint), {
      ...{ endpoint, method: 'GET' },
      path: `${path}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`}`,
    });
  return {
    hasKey: (workspace) => keys.has(workspace),
    workspaces: () => [...keys.keys()],
    restore: async (workspace, ref) => {
      await get(workspace, 'restore', '/api/v1/keyevent/restore', { monitorCheckerEventRef: ref });
    },
    openFaults: async (workspace, { from, to, ref }) => {
      const filter = { name: REF, condition: 'and', operation: '=', value: [ref] };
      const content = await post(workspace, 'abnormal', OPEN_FAULTS, {
        ...{ timeRange: [from, to], offset: 0, limit: PAGE },
        ...(ref === undefined ? {} : { filters: [filter] }),
      });
      // Whoever asks for one object must not take what nobody can read for nothing.
      return expected('abnormal', Listed, content).data.map((event) => expected('abnormal', OpenEvent, event));
    },
    openPage: async (workspace, { from, to, offset }) => {
      const asked = { timeRange: [from, to], offset, limit: PAGE };
      const listed = expected('abnormal', Listed, await post(workspace, 'abnormal', OPEN_FAULTS, asked));
      return openPageOf(listed, offset);
    },
    event: async (workspace, docId) =>
      expected('event', Fields, await get(workspace, 'event', `/api/v1/events/${encodeURIComponent(docId)}/get`, {})),
    newest: async (workspace, refs, { from, to }) => {
      const asked = refs.filter(askableRef);
      if (asked.length === 0) return [];
      const body = { queries: [{ qtype: 'dql', query: newestQuery(asked, from, to) }] };
      const content = await post(workspace, 'query', '/api/v1/df/query_data_v1', body);
      return newestIn(expected('query', Queried, content));
    },
    workspaceOf: async (workspace) =>
      expected('workspace', Workspace, await get(workspace, 'workspace', '/api/v1/workspace/get', {})).uuid,
    mute: async (workspace, { name, description, monitor, tags, from, until }) => {
      const content = await post(workspace, 'mute', '/api/v1/monitor/mute/create', {
        ...{ name, description, type: 'checker', repeatTimeSet: 0, timezone: ZONE },
        muteRanges: [{ name: monitor.name, checkerUUID: monitor.id }],
        tags: Object.fromEntries(Object.entries(tags).map(([tag, value]) => [tag, [value]])),
        ...{ startTime: wallTime(from), endTime: wallTime(until) },
      });
      return expected('mute', Muted, content).uuid;
    },
    mutes: async (workspace, query) => {
      const asked = { endpoint: 'mutes', method: 'GET', path: mutesPath(query) } as const;
      const { content, pageInfo } = await askForPage(connection, keyOf(workspace, 'mutes'), asked);
      return mutePageOf(expected('mutes', z.array(Muted), content), pageInfo, query.page ?? 1);
    },
    lift: async (workspace, id) => {
      try {
        await post(workspace, 'lift', `/api/v1/monitor/mute/${encodeURIComponent(id)}/delete`, null);
      } catch (error) {
        const gone = error instanceof GuanceFailure && error.kind === 'refused' && error.status === 404;
        if (!gone) throw error;
      }
    },
    logLines: async (workspace, { query, from, until, limit }) => {
      const content = await post(workspace, 'query_data', '/api/v1/df/query_data_v1', {
        queries: [{ qtype: 'dql', query: { ...LOG_FORM, q: query, timeRange: [from, until], limit } }],
      });
      const { data } = expected('query_data', QueryData, content);
      const lines = linesIn(data);
      if (lines.length === 0 && data.some((answer) => answer.is_running))
        throw new GuanceFailure('ambiguous', { endpoint: 'query_data', status: 200, said: 'the query runs still' });
      return lines.slice(-limit);
    },
    hasClientToken: (workspace) => clientTokens.has(workspace),
    chart: async (workspace, { query, from, until, timezone }) => {
      const token = clientTokens.get(workspace) ?? '';
      const asked = new URLSearchParams({
        ...{ clientToken: token, qtype: 'dql', q: query, tz: timezone },
        ...{ startTime: seconds(from), endTime: seconds(until) },
      });
      const path = `/api/v1/chart_image/get?${asked}`;
      const bytes = await askForBytes(connection, token, { endpoint: 'chart', method: 'GET', path });
      const type = bytes === null ? null : pictureTypeOf(bytes);
      return bytes === null || type === null ? null : { type, bytes };
    },
  };
}

const seconds = (ms: number) => String(Math.floor(ms / 1000));

/** It was done, or it was not: an answer in a form that we do not know tells neither. */
function expected<T>(endpoint: string, schema: z.ZodType<T>, content: unknown): T {
  const read = schema.safeParse(content);
  if (read.success) return read.data;
  const said = `an answer in a form that this version does not know (${read.error.issues[0]?.path.join('.') ?? ''})`;
  throw new GuanceFailure('ambiguous', { endpoint, status: 200, said });
}

const Fields = z.record(z.string(), z.unknown());
const Workspace = z.object({ uuid: z.string() });
