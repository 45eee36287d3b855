import { parseRules, planFor, readAlert } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_EVENT, EXAMPLE_PEOPLE, EXAMPLE_TIMEZONE, FIELD_EXAMPLES } from '../testing/field-examples.ts';
import { FIELD_KINDS } from '../tracker/records/create-schema.ts';
import { fitDraft } from './fit-draft.ts';
import { kindOf } from './kind-of.ts';

const cases = FIELD_EXAMPLES.flatMap((example) =>
  example.write.map((written) => ({ example, written, kind: example.kind.en })),
);

describe.each(['cloud', 'datacenter'] as const)('an example of the guide to fields on %s', (dialect) => {
  it.each(cases)('is sent as the guide says: $kind from $written', ({ example, written }) => {
    const people = JSON.stringify(EXAMPLE_PEOPLE[dialect]);
    const rules = parseRules(
      `people: ${people}
routes:
  - { name: r, project: OPS, issueType: Task, group: event, timezone: ${EXAMPLE_TIMEZONE}, fields: { F: ${written} } }`,
      'rules.yaml',
    );
    const plan = planFor(
      readAlert(
        { ...EXAMPLE_EVENT, df_status: 'critical', df_event_id: 'e' },
        { eventId: 'e', receivedAt: Date.now() },
      ),
      rules,
    );
    if (plan.action !== 'open') throw new Error('the event opens an issue');
    const { schema, allowed = null } = example;
    const field = { id: 'customfield_1', name: 'F', kind: kindOf(schema), required: false, hasDefault: false, allowed };
    const { draft, unfit } = fitDraft(plan.draft, { type: '1', fields: [field] }, dialect);

    const sent = dialect === 'datacenter' ? (example.datacenter ?? example.sent) : example.sent;
    expect([draft.fields, unfit]).toEqual([{ customfield_1: sent }, []]);
  });
});

it('there is an example for each kind of field, or for one that is written alike', () => {
  const shown = new Set(FIELD_EXAMPLES.map(({ schema }) => kindOf(schema)));
  expect(FIELD_KINDS.filter((kind) => !shown.has(kind))).toEqual(['texts', 'named']);
});
