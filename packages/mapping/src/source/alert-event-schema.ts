import type { Root } from 'mdast';
import { z } from 'zod';
import { levels } from '../level.ts';

const optionalText = z.string().nullable();
const optionalMs = z.number().int().nullable();

/**
 * One alert event in our words. Every time is in milliseconds since 1970; what its source did not say is null, and so is a time
 * that lies further ahead of the arrival than clocks differ.
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
    /** What came for tags where it has no names: a text, a list. */
    tagsText: optionalText,
    labels: z.array(z.string()).readonly(),
    monitor: z.object({ id: optionalText, name: optionalText, renderedName: optionalText }).readonly(),
    /** By which its source itself knows the object. */
    ref: optionalText,
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
    /** A press of the test button, or a notice that is no alert (an Issue, say): nothing that could be tracked. */
    notice: z.boolean(),
    /** What is watched, the same over all its faults; its first part is the workspace. */
    objectKey: z.string(),
    /** One round of the object, from its first abnormal event to its recovery. */
    faultKey: z.string(),
    /** Whether the event tells of its round; else it belongs to whichever is under way. */
    namesItsFault: z.boolean(),
    /** How 0.1 called the fault where that was another name: by an id alone that two workspaces may both use. */
    faultKeyBefore: optionalText,
    /** How 0.1 named both, where the object's name was another; its records live on under it. */
    keysBefore: z.object({ objectKey: z.string(), faultKey: z.string() }).readonly().nullable(),
    /** As it came, for what the rules ask of any field. */
    raw: z.record(z.string(), z.unknown()).readonly(),
  })
  .readonly();
