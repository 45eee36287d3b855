import { type Guance, GuanceFailure, openGuance } from '@guance-jira/guance';
import type { Rules } from '@guance-jira/mapping';
import type { WorkerEnv } from '../settings/worker-settings.ts';
import { type WantedOfGuance, wantedOfGuance } from './wanted-of-guance.ts';

export interface GuanceFacts {
  readonly wanted: WantedOfGuance;
  /** Whether Guance takes the key of a workspace; null: it does. Reading proves nothing of the rights to restore and mute. */
  readonly keys: readonly KeyFacts[];
  /** The same of client tokens, which alone are asked for charts. `isSure`: whether it is the token that Guance refuses. */
  readonly tokens: readonly (KeyFacts & { isSure: boolean })[];
}

interface KeyFacts {
  readonly workspace: string;
  readonly problem: string | null;
}

type Settings = Pick<WorkerEnv, 'GUANCE_API_URL' | 'GUANCE_API_KEYS' | 'GUANCE_CLIENT_TOKENS' | 'GUANCE_TIMEOUT_MS'>;

/** One harmless request for each key and token. Nobody is asked what no route needs. */
export async function readGuance(config: Settings, rules: Rules | null): Promise<GuanceFacts> {
  const wanted = wantedOfGuance(rules);
  const { GUANCE_API_URL: baseUrl, GUANCE_API_KEYS: keys = NONE, GUANCE_CLIENT_TOKENS: tokens = NONE } = config;
  if (!baseUrl || Object.values(wanted).every((routes) => routes.length === 0)) return { wanted, keys: [], tokens: [] };
  const guance = openGuance({ baseUrl, fetch, timeoutMs: config.GUANCE_TIMEOUT_MS }, keys, tokens);
  const tried = [...keys.keys()].map(async (workspace) => ({
    workspace,
    problem: await problemOfKey(guance, workspace),
  }));
  const drawn = wanted.chart.length === 0 ? [] : [...tokens.keys()];
  return {
    wanted,
    keys: await Promise.all(tried),
    tokens: await Promise.all(drawn.map((workspace) => tryToken(guance, workspace))),
  };
}

const NONE: ReadonlyMap<string, string> = new Map();

async function problemOfKey(guance: Guance, workspace: string): Promise<string | null> {
  const failure = await failureOf(() => guance.mutes(workspace, { name: 'guance-jira' }));
  return failure?.message ?? null;
}

/** Which data a workspace has is not known: a query that it cannot draw says nothing against the token. */
async function tryToken(guance: Guance, workspace: string) {
  const until = Date.now();
  const span = { from: until - 60_000, until, timezone: 'UTC' };
  let picture: unknown = null;
  const failure = await failureOf(async () => {
    picture = await guance.chart(workspace, { query: 'M::`cpu`:(AVG(`usage_total`))', ...span });
  });
  if (failure !== null) return { workspace, problem: failure.message, isSure: failure.kind === 'unauthorized' };
  return { workspace, problem: picture === null ? 'the answer is no picture' : null, isSure: false };
}

/** Null where it went well, or was one request too many: the worker has used up the minute, which only what works can have. */
async function failureOf(ask: () => Promise<unknown>): Promise<GuanceFailure | null> {
  try {
    await ask();
    return null;
  } catch (error) {
    if (!(error instanceof GuanceFailure)) throw error;
    return error.kind === 'throttled' ? null : error;
  }
}
