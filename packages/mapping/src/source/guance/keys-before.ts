/**
 * How version 0.1 named an object and its fault, where that was another name than today's: it knew tags only as plain names and
 * values, numbers only as JavaScript holds them, no SLO, and no time but seconds and milliseconds. Records with such names live on.
 */
import { isRecord, own, type RawEvent, scalarText } from '../../event-fields.ts';

/** The last part of the object's key, after workspace and kind. */
export function tagsBefore(raw: RawEvent): Record<string, string> {
  const field = own(raw, 'df_dimension_tags');
  const value = typeof field === 'string' ? parsed(field) : field;
  if (!isRecord(value)) return {};
  const pairs = Object.entries(value).map(([name, tag]): [string, string | null] => [name, scalarText(tag)]);
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== null));
}

/** In milliseconds. */
export function faultStartBefore(raw: RawEvent): number | null {
  for (const key of ['df_issue_start_time', 'df_fault_start_time']) {
    const field = own(raw, key);
    const value = typeof field === 'string' && field.trim() !== '' ? Number(field) : field;
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) continue;
    const ms = Math.round(value > 1e11 ? value : value * 1000);
    if (ms <= 8.64e15) return ms;
  }
  return null;
}

function parsed(text: string): unknown {
  if (text.length > 50_000) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
