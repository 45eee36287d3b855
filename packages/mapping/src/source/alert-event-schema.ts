import type { Root } from 'mdast';
import { z } from 'zod';
import { levels } from '../level.ts';

const optionalText = z.string().nullable();
const optionalMs = z.number().int().nullable();

/**
 * One Guance alert event in our words. Every time is in milliseconds since 1970; what Guance did not say is null, and so is a
 * time that lies further ahead of the arrival than clocks differ.
 */
export const alertEventSchema = z
  .object({
    eventId: z.string(),
    receivedAt: z.number(),
    status: optionalText,
    subStatus: optionalText,
    level: z.enum(levels).nullable(),
    recovered: z.boolean(),
    /** Who ended the fault by hand. */
    recoveredBy: optionalText,
    /** With the tags that it names; null where it says nothing. */
    title: optionalText,
    message: optionalText,
    /** The message as a document, where it was parsed beforehand since that may take long. */
    document: z.custom<Root>().optional(),
    tags: z.record(z.string(), z.string()).readonly(),
    /** What Guance sent for tags where it has no names: a text, a list. */
    tagsText: optionalText,
    labels: z.array(z.string()).readonly(),
    monitor: z.object({ id: optionalText, name: optionalText, renderedName: optionalText }).readonly(),
    value: optionalText,
    /** The threshold: `>= 90`. */
    condition: optionalText,
    reason: optionalText,
    link: optionalText,
    language: optionalText,
    workspace: z.object({ id: optionalText, name: optionalText }).readonly(),
    site: optionalText,
    source: optionalText,
    eventTime: optionalMs,
    checkRange: z.object({ start: z.number(), end: z.number() }).readonly().nullable(),
    faultStart: optionalMs,
    durationS: z.number().int().nullable(),
    /** The names under which an older version began to keep its object and fault, where they are others. */
    keptAs: z.object({ objectKey: z.string(), faultKey: z.string() }).readonly().optional(),
    raw: z.record(z.string(), z.unknown()).readonly(),
  })
  .readonly();
