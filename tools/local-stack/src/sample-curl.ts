import { randomUUID } from 'node:crypto';

const SAMPLE_ID = 'event-f20a38aa58b54c6c8d4c9a84e655db1a';
const SAMPLE_SECONDS = 1_693_034_940;

/** An event id as Guance makes them. */
export function freshEventId(uuid: () => string = randomUUID): string {
  return `event-${uuid().replaceAll('-', '')}`;
}

/**
 * One line for any POSIX shell that sends the sample alert under `eventId`. The id is in the line, so sending the same
 * line again sends the same event again.
 */
export function sampleCurl(webhookUrl: string, eventId: string, sampleFile: string): string {
  return curlOf(webhookUrl, sampleFile, `s/${SAMPLE_ID}/${eventId}/g`);
}

/** The same for the end of that fault, a minute later. `eventId` is its own, as each event of Guance has one. */
export function recoveryCurl(webhookUrl: string, eventId: string, sampleFile: string): string {
  const later = SAMPLE_SECONDS + 60;
  return curlOf(
    webhookUrl,
    sampleFile,
    `s/${SAMPLE_ID}/${eventId}/g; s/"critical"/"ok"/g; s/:${SAMPLE_SECONDS}/:${later}/g`,
  );
}

function curlOf(webhookUrl: string, sampleFile: string, edit: string): string {
  const body = `"$(sed '${edit}' ${quoted(sampleFile)})"`;
  return `curl -sS -w '\\n' -H 'Content-Type: application/json' --data-binary ${body} ${quoted(webhookUrl)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
