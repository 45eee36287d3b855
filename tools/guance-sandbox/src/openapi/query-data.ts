import type { Json } from '../state/model.ts';
import type { Call } from './call.ts';
import { queryEvents } from './query-events.ts';
import { queryLogs } from './query-logs.ts';

/** `df/query_data_v1`: logs where the query begins so, else events. */
export function queryData(call: Call): Json {
  return JSON.stringify(call.body).includes('"q":"L::') ? queryLogs(call) : queryEvents(call);
}
