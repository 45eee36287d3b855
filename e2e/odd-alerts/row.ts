/** How a row of odd alerts is written. */

export interface Post {
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Row {
  readonly name: string;
  /** @param word of this row alone; it stands in each title and in what tells its monitor apart */
  readonly posts: (word: string) => Post[];
  readonly fault: number;
  readonly event: number;
  /** Under `group: fault`, where not all stay so. */
  readonly open?: number;
}

export type Fields = Record<string, unknown>;

export const NOW = Math.floor(Date.now() / 1000);
let count = 0;

export function fields(word: string, change: Fields = {}): Fields {
  count += 1;
  return {
    ...{
      df_event_id: `event-${word}-${count}`,
      df_status: 'critical',
      df_title: `${word} disk is full`,
      timestamp: NOW,
    },
    ...{ df_monitor_checker_id: `rul_${word}`, df_dimension_tags: '{"host":"web-01"}', df_workspace_uuid: 'wksp_odd' },
    ...change,
  };
}

export const post = (body: unknown, headers?: Record<string, string>): Post => ({
  body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  ...(headers === undefined ? {} : { headers }),
});
export const host = (name: string): Fields => ({ df_dimension_tags: JSON.stringify({ host: name }) });
/** Two alerts that differ so, and the same recovery for both where it is asked for. */
export const two = (first: Fields, second: Fields) => (word: string) => [
  post(fields(word, first)),
  post(fields(word, second)),
];
export const withRecovery =
  (change: Fields, recovery: Fields = change) =>
  (word: string) => [post(fields(word, change)), post(fields(word, { ...recovery, df_status: 'ok' }))];
export const lone = (make: (event: Fields, word: string) => Post) => (word: string) => [make(fields(word), word)];
export const python = (event: Fields) =>
  JSON.stringify(event)
    .replaceAll('\\"', '\u0001')
    .replaceAll('"', "'")
    .replaceAll('\u0001', '"')
    .replace(/\}$/, ", 'x': None, 'y': nan}");
