export { event, planOf } from './drafts.ts';
export { failure } from './facts.ts';
export { type FakeTracker, fakeTracker } from './fake-tracker.ts';
export { type LivingIssue, type LivingJira, livingJira, WORKFLOWS } from './living-jira.ts';
export { http, type RawServer, rawServer } from './raw-server.ts';
