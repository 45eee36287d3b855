import { globalAgent } from 'node:http';
import { globalAgent as secureAgent } from 'node:https';

/** Where Node keeps the agent of its fetch, the newest place first: https://github.com/nodejs/undici/blob/main/lib/global.js */
const PLACES = ['undici.globalDispatcher.2', 'undici.globalDispatcher.1'].map((name) => Symbol.for(name));

/**
 * Ends every connection that this process keeps for its next request. Its server may be gone, and another one at the same port:
 * the first request to that one would be reset.
 */
export async function forgetConnections(): Promise<void> {
  globalAgent.destroy();
  secureAgent.destroy();
  for (const place of PLACES) {
    const agent: unknown = Reflect.get(globalThis, place);
    if (!isAgent(agent)) continue;
    Reflect.set(globalThis, place, new agent.constructor());
    // The older place leads to the newer one's agent.
    return agent.destroy();
  }
}

interface Agent {
  readonly constructor: new () => Agent;
  destroy(): Promise<void>;
}

function isAgent(value: unknown): value is Agent {
  return typeof value === 'object' && value !== null && 'destroy' in value;
}
