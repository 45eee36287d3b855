/** What of the tests proves that nothing acknowledged is lost: it depends on the server, so it is run on each that people use. */
export const UNIT_TESTS = [
  // What Redis confirms: replicas, scripts, what its answers mean.
  'packages/queue/src',
  'packages/queue/src/enqueue/add-events.test.ts',
  'packages/queue/src/enqueue/producer.test.ts',
  'apps/receiver/src/ingest/outage.test.ts',
  'apps/receiver/src/ingest/drain.test.ts',
  // What a worker keeps there: the ledger's steps and the model of them, lanes, faults, the epoch, pauses.
  'packages/ledger/src/ledger.test.ts',
  'packages/ledger/src/model.test.ts',
  'packages/ledger/src/replicas.test.ts',
  'apps/worker/src/groups/ordered-lock',
  'apps/worker/src/groups/per-fault/state/state-store.test.ts',
  'apps/worker/src/groups/per-fault/crash.test.ts',
  'packages/ledger/src/epoch.test.ts',
  'apps/worker/src/throttle/circuit.test.ts',
] as const;

/** Whole processes, killed and restarted beside a Redis that dies, is wiped and restored. The crashes of a worker alone ask nothing more of Redis. */
export const E2E_TESTS = ['e2e/crashes.test.ts', '-t', '^(Redis|two receivers and two workers the) '] as const;
