/** A schema as the text that workers keep for each other in Redis. */

import { z } from 'zod';
import { CREATE_SCHEMA_VERSION, CreateSchema } from '../tracker/records/create-schema.ts';

/** In characters. A site with thousands of options everywhere is asked by each worker. */
const MAX_TEXT = 500_000;
const Kept = z.object({ v: z.literal(CREATE_SCHEMA_VERSION), schema: CreateSchema });

/** Null where it is too long to be kept. */
export function textOfSchema(schema: CreateSchema): string | null {
  const text = JSON.stringify({ v: CREATE_SCHEMA_VERSION, schema });
  return text.length > MAX_TEXT ? null : text;
}

/** Null where another version has written it. */
export function schemaOfText(text: string): CreateSchema | null {
  try {
    const kept = Kept.safeParse(JSON.parse(text));
    return kept.success ? kept.data.schema : null;
  } catch {
    return null;
  }
}
