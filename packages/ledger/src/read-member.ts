import type { z } from 'zod';

/** A member of a set in Redis, as JSON; null for what no version of ours has written, which must not stop the others. */
export function readMember<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
