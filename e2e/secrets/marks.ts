import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A secret that can be found again wherever a part of it turns up. */
export interface Mark {
  readonly name: string;
  /** Letters and digits that occur nowhere else. */
  readonly core: string;
  /** The secret: the core among characters that each coding writes in its own way. */
  readonly value: string;
}

export function mark(name: string, around: (core: string) => string = (core) => `a/${core}+"%&\\=`): Mark {
  const core = `mk${randomBytes(12).toString('hex')}`;
  return { name, core, value: around(core) };
}

/** The variables of a settings schema that nobody may read. */
export function secretNames(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape)
    .filter(([, field]) => field instanceof z.ZodType && field.meta()?.secret === true)
    .map(([name]) => name);
}

/** Where a mark turns up, in plain or in base64, as `place: name (how)`. */
export function leaks(places: Readonly<Record<string, string>>, marks: readonly Mark[]): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    marks.flatMap(({ name, core }) => {
      const coded = cores(core).some((part) => text.includes(part));
      return [...(text.includes(core) ? [`${place}: ${name}`] : []), ...(coded ? [`${place}: ${name} (base64)`] : [])];
    }),
  );
}

/** What base64 makes of a text inside a longer one: three bytes at a time, so there are three codings. */
function cores(text: string): string[] {
  return [0, 1, 2].map((offset) =>
    Buffer.from(`${'x'.repeat(offset)}${text}`)
      .toString('base64')
      .slice(4, -4)
      .replace(/=+$/, ''),
  );
}
