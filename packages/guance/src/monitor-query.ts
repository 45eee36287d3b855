import { z } from 'zod';

/** `df_meta` is JSON in a text, and of what the monitor asks the first is what its value is made of. */
export function dqlIn(meta: string | null | undefined): string | null {
  try {
    return Meta.parse(JSON.parse(meta ?? '')).check_targets[0]?.dql ?? null;
  } catch {
    return null;
  }
}

const Meta = z.object({ check_targets: z.array(z.object({ dql: z.string() })) });
