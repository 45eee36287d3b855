/** `match:` as a person writes it. */
import { z } from 'zod';
import { compileMatch } from '../../routing/match.ts';
import { MATCH_FIELDS } from '../../source/guance/rule-fields.ts';
import { accepting } from './values.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Scalars = z.union([Scalar, z.array(Scalar).min(1)]);
const Exact = z.strictObject({ exact: Scalars });

const MatchValue = z
  .union([Scalar, z.array(Scalar).min(1), Exact, z.strictObject({ not: z.union([Scalars, Exact]) })], {
    error: 'expected a text, a list of texts, { not: … } or { exact: … }',
  })
  .superRefine(accepting(compileMatch))
  .describe('An exact value, a list, a glob (db-*), /a regular expression/i, or with ! the opposite')
  .meta({ id: 'match-value' });

export const Match = z
  .object(
    Object.fromEntries(
      Object.entries(MATCH_FIELDS).map(([field, text]) => [field, MatchValue.optional().describe(text)]),
    ) as Record<keyof typeof MATCH_FIELDS, z.ZodOptional<typeof MatchValue>>,
  )
  .catchall(MatchValue)
  .describe(
    'Field → value; all must fit. Any field of the event, tags.<name>, level. Without match, the route takes every event',
  );
