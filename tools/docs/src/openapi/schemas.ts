/** The named schemas of answers, as JSON Schema 2020-12, which is what OpenAPI 3.1 takes. */
import { z } from 'zod';
import { ANSWERS } from '../../../../apps/cli/src/answers/answers.ts';
import {
  CheckAnswer,
  ErrorAnswer as CommandErrorAnswer,
  PausesAnswer,
} from '../../../../apps/cli/src/answers/common.ts';
import { EventFacts, Job, LedgerRecord } from '../../../../apps/cli/src/answers/find.ts';
import {
  AcceptedAnswer,
  ErrorAnswer,
  HealthAnswer,
  ReadinessAnswer,
} from '../../../../apps/receiver/src/http/answers.ts';

const OF_RECEIVER: readonly z.ZodType[] = [AcceptedAnswer, ErrorAnswer, HealthAnswer, ReadinessAnswer];

/** What several of their answers have in them, and the one that takes the place of each. */
const OF_COMMANDS: readonly z.ZodType[] = [
  CheckAnswer,
  CommandErrorAnswer,
  EventFacts,
  Job,
  LedgerRecord,
  PausesAnswer,
];

/** By name. A schema that another one names stands once. */
export function schemas(): Record<string, unknown> {
  const named = z.registry<{ id: string }>();
  for (const schema of [...OF_RECEIVER, ...OF_COMMANDS, ...Object.values(ANSWERS)])
    named.add(schema, { id: String(schema.meta()?.id) });
  const { schemas: made } = z.toJSONSchema(named, { uri: refTo, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(made).map(([id, schema]) => [id, plain(schema)]));
}

export function refTo(id: string): string {
  return `#/components/schemas/${id}`;
}

/** Within one document neither is needed. */
function plain(schema: object): object {
  const { $schema: _, $id: __, id: ___, ...rest } = schema as Record<string, unknown>;
  return rest;
}
