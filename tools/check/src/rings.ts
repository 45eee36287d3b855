/**
 * What a person waits for at `npm test`: the end-to-end tests of the main promises, and of what somebody sees first.
 * Everything else runs in `npm run test:rest`, so a new file is in that ring until it is named here.
 */
export const MAIN_FILES: readonly string[] = [
  // An event becomes one issue, however often it is delivered: Cloud and Data Center.
  'e2e/main-path.test.ts',
  // One issue per fault, which tells of changes and closes with the recovery.
  'e2e/faults.test.ts',
  'e2e/workflows.test.ts',
  // kill -9, Redis down with the spool in its place, Redis wiped and restored.
  'e2e/crashes.test.ts',
  // Outages of Jira, and pages of something that stands before it.
  'e2e/outages.test.ts',
  'e2e/refusals.test.ts',
  'e2e/identity.test.ts',
  // What README asks a person to type first, and the dashboard in a browser.
  'e2e/start.test.ts',
  'e2e/browser.test.ts',
  // The house: who may import what, where files belong, both languages of the guides.
  'e2e/architecture.test.ts',
  'e2e/architecture-folders.test.ts',
  'e2e/guides/guides.test.ts',
];

/**
 * What takes long, the longest first, as the summary of CI names it: begun last, such a file
 * would go on alone when all others have ended.
 */
export const LONG_FILES: readonly string[] = [
  // Of npm test.
  'e2e/outages.test.ts',
  'e2e/crashes.test.ts',
  'e2e/browser.test.ts',
  'e2e/start.test.ts',
  'apps/receiver/src/ingest/outage.test.ts',
  'apps/worker/src/groups/per-fault/crash.test.ts',
  'apps/worker/src/groups/ordered-lock-search.test.ts',
  'apps/console/src/main.test.ts',
  'apps/receiver/src/main.test.ts',
  'packages/jira/src/index.test.ts',
  // Of the rest.
  'e2e/chaos/back.test.ts',
  'e2e/chaos/chaos.test.ts',
  'e2e/cases/edge.test.ts',
  'e2e/lost-answers.test.ts',
  'e2e/cases/alerts.test.ts',
  'e2e/cases/jira.test.ts',
  'e2e/console/look.test.ts',
  'e2e/scenarios/scenarios.test.ts',
  'e2e/blocked.test.ts',
  'e2e/redis/login.test.ts',
  'e2e/fault-lost-answers.test.ts',
  'e2e/catch-up.test.ts',
  'e2e/context.test.ts',
  'e2e/rules-reload.test.ts',
  'e2e/back-bulk.test.ts',
  'e2e/console/on-call.test.ts',
  'e2e/console/corpus.test.ts',
  'e2e/transport.test.ts',
  'e2e/redis/cluster.test.ts',
  'e2e/package.test.ts',
  'e2e/storm.test.ts',
  'e2e/upgrade.test.ts',
  'e2e/console/playground.test.ts',
  'e2e/notify.test.ts',
  'e2e/fault-life.test.ts',
  'e2e/fault-crashes.test.ts',
  'e2e/console/routes.test.ts',
  'e2e/commands.test.ts',
  'e2e/forbidden.test.ts',
  'e2e/soak/soak.test.ts',
  'e2e/redis/promise.test.ts',
  'e2e/account-and-wiped-redis.test.ts',
  'e2e/back-poll.test.ts',
  'e2e/traces.test.ts',
  'e2e/back.test.ts',
  'e2e/redis/sentinel.test.ts',
  'e2e/wiped-within-index-lag.test.ts',
  'e2e/fuzz/slow/slow.test.ts',
  'e2e/console/jira.test.ts',
  'e2e/flapping.test.ts',
  'e2e/secrets.test.ts',
  'e2e/first-hour.test.ts',
  'e2e/console/retry-all.test.ts',
  'e2e/cli/process.test.ts',
  'e2e/redis/ill.test.ts',
  'e2e/console/faults.test.ts',
];

export interface Rings {
  readonly main: readonly string[];
  readonly rest: readonly string[];
}

/**
 * Every file is in one of the two rings.
 * @throws Error when a file of the main ring is not there: renamed, it would be tested by nobody
 */
export function ringsOf(files: readonly string[], main: readonly string[] = MAIN_FILES): Rings {
  const missing = main.filter((file) => !files.includes(file));
  if (missing.length > 0) throw new Error(`tools/check/src/rings.ts names what is not there: ${missing.join(', ')}`);
  return { main: [...main], rest: files.filter((file) => !main.includes(file)).sort() };
}
