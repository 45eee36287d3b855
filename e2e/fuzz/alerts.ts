/** Arbitrary events: our own field names with whatever JSON can hold, and texts that parsers fear. */
import fc from 'fast-check';

const FIELDS = [
  ...['df_event_id', 'df_status', 'df_sub_status', 'df_title', 'df_message', 'df_source', 'df_language', 'df_label'],
  ...['df_dimension_tags', 'df_monitor_checker_id', 'df_monitor_checker_name', 'df_monitor_checker_event_ref'],
  ...['df_monitor_checker_value', 'df_monitor_checker_value_with_unit', 'df_event_reason', 'df_event_link'],
  ...['df_event_url', 'df_workspace_name', 'df_workspace_uuid', 'df_site_name', 'df_fault_id', 'df_fault_start_time'],
  ...['df_fault_duration', 'df_issue_start_time', 'df_issue_duration', 'df_check_range_start', 'df_check_range_end'],
  ...['df_alert_info', 'df_meta', 'df_at_accounts', 'df_user_email', 'date', 'timestamp', 'time', 'Result', 'host'],
  ...['tags', '__proto__', 'constructor', 'toString', '', 'a.b', '{{x}}'],
];

const LEVELS = ['fatal', 'critical', 'error', 'warning', 'nodata', 'ok', 'nodata_ok', 'info', 'CRITICAL ', 'x', ''];

/** Openers of every container that Markdown, wiki markup, Liquid and HTML know. */
const PIECES = [
  ...['>', '- ', '* ', '1. ', '# ', '    ', '\t', '```', '~~~', '`', '*', '**', '_', '~~', '[', ']', '](', '![', '('],
  ...['|', '|-|', '\n|', '---', '\\', '<', '<a', '<!--', '&amp;', '&#x', '&', '{{', '}}', '{%', '{code}', '{panel}'],
  ...['h1. ', '||', '[~x]', '@', 'http://', 'www.', 'a@b.c', '\n', '\n\n', '\r\n', '\0', '\u200B', '\uD800', '\uDC00'],
  ...['\u{1F600}', '等级', 'é', 'e\u0301', '\u202E', '\uFEFF', '\u2028', ' ', 'x', '0', ':', '"', "'", '[^1]', '[x]: '],
];

const piece = fc.constantFrom(...PIECES);

const nasty: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  // What grows with the square of its length, or exhausts a stack, shows at a few thousand.
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.integer({ min: 10, max: 5_000 }), piece)
      .map(([parts, times, end]) => `${parts.join('').repeat(times)}${end}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(piece, piece, fc.integer({ min: 10, max: 3_000 }))
      .map(([open, close, times]) => `${open.repeat(times)}x${close.repeat(times)}`),
  },
);

const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -1, 1693034940, 1693034940000, 2 ** 53, 1e308, 8.64e15, 8.64e15 + 1, -62_135_596_800),
);

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: nasty },
  { weight: 2, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, '', '[]', '{}', '{"host":"a"}', '["x"]', '1693034940') },
);

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), leaf, { maxKeys: 5 }) },
  { weight: 1, arbitrary: fc.dictionary(nasty, leaf, { maxKeys: 3 }).map((tags) => JSON.stringify(tags)) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 99 }), leaf).map(([levels, end]) => nested(levels, end)) },
);

/** An event as JSON would give it; at most 99 levels deep, as the door sees to. */
export const anyEvent: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 12 }),
    fc.record({ df_event_id: fc.string({ maxLength: 20 }), df_status: fc.constantFrom(...LEVELS), df_title: nasty }),
    fc.boolean(),
  )
  .map(([wild, tame, isAlert]) => ({
    ...(isAlert ? tame : {}),
    ...wild,
    ...(isAlert ? { df_message: wild.df_message ?? '' } : {}),
  }))
  // As it comes out of the parser: own `__proto__`, no undefined, no NaN.
  .map((event) => JSON.parse(JSON.stringify(event)));

/** Bodies of a POST: events, lists, texts, broken JSON, and bytes. */
export const anyBody: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: anyEvent.map((event) => bytes(JSON.stringify(event))) },
  { weight: 1, arbitrary: fc.array(anyEvent, { maxLength: 5 }).map((events) => bytes(JSON.stringify(events))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyEvent, fc.nat(), fc.nat(), nasty)
      .map(([event, at, cut, put]) => bytes(spliced(JSON.stringify(event), at, cut % 8, put))),
  },
  { weight: 1, arbitrary: nasty.map(bytes) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('[', '{"a":', '[{"a":', '"', '-', '1e', '\\u'), fc.integer({ min: 1, max: 50_000 }))
      .map(([open, times]) => bytes(open.repeat(times))),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 3_000 }).map((levels) => bytes(JSON.stringify(nested(levels, 1)))),
  },
);

export const anyContentType: fc.Arbitrary<string | undefined> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  { weight: 2, arbitrary: fc.constantFrom(undefined, 'text/plain', 'application/x-www-form-urlencoded', 'text/json') },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('utf-16le', 'utf-16', 'gb18030', 'big5', 'latin1', 'utf-7', 'x-user-defined', '"', '')
      .map((charset) => `application/json; charset=${charset}`),
  },
  { weight: 1, arbitrary: nasty },
);

function nested(levels: number, end: unknown): unknown {
  let inner = end;
  for (let level = 0; level < levels; level += 1) inner = level % 2 === 0 ? [inner] : { a: inner };
  return inner;
}

function spliced(text: string, at: number, cut: number, put: string): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + put + text.slice(place + cut);
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
