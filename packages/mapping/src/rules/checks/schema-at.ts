/** What the schema knows about a place of the file, for "did you mean" and for hints. */
import { z } from 'zod';
import { RulesFile } from '../schema/file.ts';

type Path = readonly PropertyKey[];

/** The keys that a map at this place may have; none where any key may stand. */
export function knownKeysAt(path: Path): string[] {
  const keys = schemasAt(path)
    .flatMap(unwrapped)
    .flatMap((schema) => {
      if (schema instanceof z.ZodObject)
        return schema.def.catchall instanceof z.ZodNever ? Object.keys(schema.shape) : [];
      return schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum
        ? schema.keyType.options.map(String)
        : [];
    });
  return [...new Set(keys)];
}

/** The values that may stand there, where they are a few words. */
export function knownValuesAt(path: Path): string[] {
  const schemas = schemasAt(path).flatMap(unwrapped);
  const isFree = schemas.some((schema) => schema instanceof z.ZodString);
  const values = schemas.flatMap((schema) => {
    if (schema instanceof z.ZodEnum) return schema.options.map(String);
    if (schema instanceof z.ZodLiteral) return [...schema.values].map(String);
    return schema instanceof z.ZodBoolean && !isFree ? ['true', 'false'] : [];
  });
  return [...new Set(values)];
}

/** What is said of this place. */
export function wordsAt(path: Path): string | null {
  const found = schemasAt(path)
    .flatMap((schema) => [schema, ...unwrapped(schema)])
    .map((schema) => z.globalRegistry.get(schema)?.description)
    .find((words) => words !== undefined);
  return found ?? null;
}

/** An example of the nearest thing around this place that has one, with its key. */
export function exampleAt(path: Path): { key: string; value: unknown } | null {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path[length - 1];
    const example = schemasAt(path.slice(0, length))
      .map(exampleOf)
      .find((value) => value !== undefined);
    if (typeof key === 'string' && example !== undefined) return { key, value: example };
  }
  return null;
}

/** More than one where a union has several forms. */
function schemasAt(path: Path): z.core.$ZodType[] {
  const start: z.core.$ZodType[] = [RulesFile];
  return path.reduce((schemas, key) => schemas.flatMap(unwrapped).flatMap((schema) => childOf(schema, key)), start);
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional) return unwrapped(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(unwrapped) : [schema];
}

function childOf(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return typeof key === 'number' ? [schema.element] : [];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (!(schema instanceof z.ZodObject)) return [];
  const known: unknown = Object.hasOwn(schema.shape, key) ? schema.shape[String(key)] : schema.def.catchall;
  return known instanceof z.ZodType ? [known] : [];
}

function exampleOf(schema: z.core.$ZodType): unknown {
  const examples = z.globalRegistry.get(schema)?.examples;
  return Array.isArray(examples) ? examples[0] : undefined;
}
