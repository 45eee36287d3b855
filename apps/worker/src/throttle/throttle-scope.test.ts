import { expect, it } from 'vitest';
import { throttleReason, throttleScope } from './throttle-scope.ts';

it.each([
  ['jira-burst-based', { scope: 'endpoint', endpoint: 'create' }],
  ['jira-per-issue-on-write', { scope: 'issue' }],
  ['jira-quota-tenant-based', { scope: 'site' }],
  ['jira-quota-global-based', { scope: 'site' }],
  ['a reason of tomorrow', { scope: 'site' }],
  [null, { scope: 'site' }],
])('a 429 with the reason %s rests %j', (reason, scope) => {
  expect(throttleScope(reason, 'create')).toEqual(scope);
});

it.each([
  ['jira-burst-based', 'jira-burst-based'],
  ['made up for each answer 123', 'other'],
  [null, 'none'],
])('a 429 with the reason %s is counted as %s', (reason, label) => {
  expect(throttleReason(reason)).toBe(label);
});
