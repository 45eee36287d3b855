import type { CreateSchema } from '@guance-jira/jira';
import type { IssueDraft } from '@guance-jira/mapping';
import { expect, it } from 'vitest';
import { fieldNamesIn, withFieldNames } from './field-names.ts';

const schema = {
  fields: [
    { id: 'customfield_1', name: 'Stage' },
    { id: 'customfield_10', name: 'Owner' },
    { id: 'duedate', name: 'Due date' },
  ],
} as unknown as CreateSchema;
const draft = { fields: { stage: 'x', customfield_10: 'y', 'Due date': 'z' } } as unknown as IssueDraft;

it('a field stands with its name where the rules have it by its name', () => {
  const names = fieldNamesIn(draft, schema);

  expect(withFieldNames('customfield_1: is required; customfield_10, customfield_2', names)).toBe(
    'stage (customfield_1): is required; customfield_10, customfield_2',
  );
  expect(withFieldNames('customfield_1')).toBe('customfield_1');
});
