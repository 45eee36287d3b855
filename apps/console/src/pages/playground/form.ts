/** What somebody gave to try. */
import type { RulesText } from '@guance-jira/mapping';
import { z } from 'zod';

/** As the receiver takes them. */
const MAX_BODY = 1_048_576;
const MAX_RULES = 1_048_576;
const MAX_FILES = 50;

const Form = z.object({
  body: z.string().max(MAX_BODY).default(''),
  rules: z
    .union([z.string(), z.array(z.string()).max(MAX_FILES)])
    .default([])
    .transform((given) => [given].flat())
    .refine((texts) => texts.reduce((sum, { length }) => sum + length, 0) <= MAX_RULES),
  action: z.enum(['try', 'change', 'take']).default('try'),
  /** The id of a recent event, of a button or as it was typed. */
  take: z.string().max(300).optional(),
  event: z.string().max(300).default(''),
});

export interface Given {
  readonly body: string;
  readonly texts: readonly RulesText[];
  readonly action: 'try' | 'change';
  /** To take its event in place of the body. */
  readonly take: string | null;
}

/** Null when it is too large, or no form of ours. Line ends are those that the files have, not those of forms. */
export function readForm(given: unknown, names: readonly string[]): Given | null {
  const { data } = Form.safeParse(given ?? {});
  if (data === undefined) return null;
  const take = data.take ?? (data.action === 'take' ? data.event.trim() : '');
  const texts = data.rules.map((text, index) => ({
    name: names[index] ?? `rules-${index + 1}.yaml`,
    text: text.replaceAll('\r\n', '\n'),
  }));
  return {
    ...{ body: data.body, texts, take: take === '' ? null : take },
    action: data.action === 'change' ? 'change' : 'try',
  };
}
