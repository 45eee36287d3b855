import { parseRules } from '@guance-jira/mapping';
import type { RouteFault, WorkerEnv } from '@guance-jira/operations';
import { expect, it, vi } from 'vitest';
import { checkAtStart } from './check-at-start.ts';

const FAULT: RouteFault = { route: 'a', project: 'OPS', issueType: 'Bugg', fault: 'no_type', names: ['Bug'] };
const RULES = parseRules('routes: [{ name: a, project: OPS, issueType: Bugg, group: fault }]', 'rules.yaml');

function started(state: { deployment: 'cloud' | null; paused: readonly string[] }, wanted = true) {
  const warn = vi.fn();
  const ask = vi.fn(async () => [FAULT]);
  const check = checkAtStart({ CHECK_RULES_AT_START: wanted } as WorkerEnv, {
    tracker: {
      get deployment() {
        return state.deployment;
      },
    },
    circuit: { look: async () => ({ paused: state.paused }) },
    ...{ rules: () => RULES, log: { warn } as never, ask, lookMs: 1000 },
  });
  return { warn, ask, check };
}

it('asks once when Jira has answered and nobody pauses, and warns of each route', async () => {
  vi.useFakeTimers();
  try {
    const state: Parameters<typeof started>[0] = { deployment: null, paused: [] };
    const { warn, ask } = started(state);
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).not.toHaveBeenCalled();
    Object.assign(state, { deployment: 'cloud', paused: ['manual'] });
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).not.toHaveBeenCalled();
    state.paused = [];
    await vi.advanceTimersByTimeAsync(5000);

    expect(ask).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls).toEqual([
      [
        'jira would refuse what the rules ask for',
        { ...FAULT, todo: expect.stringMatching(/one of these as the issue type.*validate/) },
      ],
    ]);
  } finally {
    vi.useRealTimers();
  }
});

it('asks nothing where that is switched off', async () => {
  vi.useFakeTimers();
  try {
    const { ask } = started({ deployment: 'cloud', paused: [] }, false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
