import type { Settings } from '../state/state.ts';
import { REFUSALS, type Refusal } from './answer.ts';

const MINUTE = 60_000;

/** Requests of the last minute. Guance does not say how it counts; what is refused does not count here. */
export class RequestWindow {
  #times: number[] = [];

  /** The refusal, or undefined and the request is counted. */
  take(settings: Settings, now: number): Refusal | undefined {
    this.#times = this.#times.filter((at) => at > now - MINUTE);
    const { requestsPerMinute, workspaceRequestsPerMinute } = settings;
    if (requestsPerMinute !== null && this.#times.length >= requestsPerMinute) return REFUSALS.keyLimit;
    if (workspaceRequestsPerMinute !== null && this.#times.length >= workspaceRequestsPerMinute)
      return REFUSALS.workspaceLimit;
    this.#times.push(now);
    return undefined;
  }
}
