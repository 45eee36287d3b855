import { parseRules, planFor, readAlert } from '@guance-jira/mapping';
import { expect, it } from 'vitest';
import { lookFor } from '../command-line/format.ts';
import { wordsIn } from '../words/words-in.ts';
import { issueText } from './issue-text.ts';

const MESSAGE = '**Disk** is full:\n\n- host `db-1`\n- use 100 %\n\n| a | b |\n|---|---|\n| 1 | 2 |';

it('is the issue without markup: place, title, what the route sets, message and facts', () => {
  const rules = parseRules(
    'routes: [{ name: r, project: OPS, issueType: Bug, group: fault, assignee: lina, labels: [x], language: en, fields: { Cause: "{{ df_title }}" } }]',
    'rules.yaml',
  );
  const raw = { df_title: 'Disk full', df_status: 'critical', df_message: MESSAGE };
  const plan = planFor(readAlert(raw, { eventId: 'event-1', receivedAt: 0 }), rules);
  if (plan.action !== 'open') throw new Error('it opens an issue');

  const text = issueText(plan.draft, wordsIn('en'), lookFor(false));

  expect(text).toMatch(/^OPS \/ Bug {2}Disk full\n {2}priority {2}Highest\n {2}assignee {2}lina\n {2}labels {4}x\n/);
  expect(text).toMatch(/^ {2}Cause {5}Disk full$/m);
  expect(text).toContain('Disk is full:');
  expect(text).toMatch(/- host db-1\n.*- use 100 %/);
  expect(text).toMatch(/Level +Critical/);
  expect(text).not.toMatch(/\*\*|<[a-z]/);
});
