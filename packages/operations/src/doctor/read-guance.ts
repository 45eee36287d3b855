import { GuanceFailure, openGuance } from '@guance-jira/guance';
import type { Rules } from '@guance-jira/mapping';
import type { WorkerEnv } from '../settings/worker-settings.ts';

/** Whether Guance takes the key of a workspace; null: it does. Reading proves nothing of the rights to restore and mute. */
export interface GuanceFacts {
  /** Routes with a way back. */
  routes: readonly string[];
  keys: readonly { workspace: string; problem: string | null }[];
}

/** One harmless request for each key. Nobody is asked where no route has a way back. */
export async function readGuance(
  config: Pick<WorkerEnv, 'GUANCE_API_URL' | 'GUANCE_API_KEYS' | 'GUANCE_TIMEOUT_MS'>,
  rules: Rules | null,
): Promise<GuanceFacts> {
  const routes = (rules?.routes ?? []).flatMap((route) => (route.kind === 'issue' && route.back ? [route.name] : []));
  const { GUANCE_API_URL: baseUrl, GUANCE_API_KEYS: keys, GUANCE_TIMEOUT_MS: timeoutMs } = config;
  if (routes.length === 0 || !baseUrl || !keys) return { routes, keys: [] };
  const guance = openGuance({ baseUrl, fetch, timeoutMs }, keys);
  const problemOf = async (workspace: string) => {
    try {
      await guance.mutes(workspace, 'guance-jira');
      return null;
    } catch (error) {
      // The worker has used up the key's minute, which only a key that works can have.
      if (error instanceof GuanceFailure) return error.kind === 'throttled' ? null : error.message;
      throw error;
    }
  };
  const asked = [...keys.keys()].map(async (workspace) => ({ workspace, problem: await problemOf(workspace) }));
  return { routes, keys: await Promise.all(asked) };
}
