/** Alerts as they may come, to try rules by: what every one holds, and what one may hold besides. */
import { isRecord, type RawEvent } from '../../event-fields.ts';
import { withFields } from './with-fields.ts';

/** A text that stands for whatever a field may hold: nobody can know it beforehand. */
export const ANYTHING = 'anything-else';

/** Guance documents these as certain; all else may be absent. */
const CERTAIN: RawEvent = {
  df_event_id: 'event-0',
  df_title: 'title',
  timestamp: 1_700_000_000,
  df_dimension_tags: '{}',
};

/** Besides, `level` and `status` are read out of one that is certain. */
export function isCertain(path: readonly string[]): boolean {
  const [root = ''] = path;
  return path.length === 1 && [...Object.keys(CERTAIN), 'df_status', 'level', 'status'].includes(root);
}

/** What is documented as a number, a time or an address is one wherever it is there. */
const KNOWN: Readonly<Record<string, string>> = {
  ...{ Result: '98.6', df_monitor_checker_value: '98.6' },
  ...{ date: '1700000000', df_issue_start_time: '1700000000', df_fault_start_time: '1700000000' },
  ...{ df_check_range_start: '1700000000', df_check_range_end: '1700000000' },
  ...{ df_issue_duration: '60', df_fault_duration: '60', df_date_range: '60' },
  ...{ df_event_link: 'https://console.guance.com/', df_event_url: 'https://console.guance.com/' },
};

/** The path of a variable with its value; null: with what is known of it, else with anything. */
export type GivenField = { readonly path: readonly string[]; readonly value: string | null };

export function possibleEvent(status: string, given: readonly GivenField[]): RawEvent {
  const bare: Record<string, unknown> = { ...CERTAIN, df_status: status };
  return given.filter(({ path }) => !isCertain(path)).reduce(withGiven, bare);
}

function withGiven(event: Record<string, unknown>, { path, value }: GivenField): Record<string, unknown> {
  const [root = '', ...inner] = path;
  const text = value ?? KNOWN[root] ?? ANYTHING;
  if (root === 'tags') return inner.length === 0 ? event : withFields(event, [{ field: path.join('.'), value: text }]);
  const before = event[root];
  const nested = inner.reduceRight<unknown>((held, key) => ({ [key]: held }), text);
  return { ...event, [root]: isRecord(before) && isRecord(nested) ? { ...before, ...nested } : nested };
}
