import { expect, it } from 'vitest';
import { throttleScope } from './throttle-scope.ts';

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
