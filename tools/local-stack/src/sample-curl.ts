import { randomUUID } from 'node:crypto';

const SAMPLE_ID = 'event-f20a38aa58b54c6c8d4c9a84e655db1a';

/** An event id as Guance makes them. */
export function freshEventId(uuid: () => string = randomUUID): string {
  return `event-${uuid().replaceAll('-', '')}`;
}

/**
 * One line for any POSIX shell that sends the sample alert under `eventId`. The id is in the line, so sending the same
 * line again sends the same event again.
 */
export function sampleCurl(webhookUrl: string, eventId: string, sampleFile: string): string {
  const body = `"$(sed 's/${SAMPLE_ID}/${eventId}/g' ${quoted(sampleFile)})"`;
  return `curl -sS -w '\\n' -H 'Content-Type: application/json' --data-binary ${body} ${quoted(webhookUrl)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
