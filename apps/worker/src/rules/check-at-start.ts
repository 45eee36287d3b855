/** Once Jira has answered for the first time: whether it would take what the rules ask for. A warning, since no event waits for it. */
import { JiraFailure, type Tracker } from '@guance-jira/jira';
import type { Rules } from '@guance-jira/mapping';
import { openJira, type RouteFault, routeFaults, type WorkerEnv } from '@guance-jira/operations';
import { errorFields, type Log } from '@guance-jira/service';

export interface StartCheckDeps {
  tracker: Pick<Tracker, 'deployment'>;
  circuit: { look(): Promise<{ paused: readonly string[] }> };
  rules: () => Rules;
  log: Log;
  ask?: (config: WorkerEnv, rules: Rules) => Promise<RouteFault[]>;
  lookMs?: number;
}

const LOOK_MS = 2000;

export function checkAtStart(config: WorkerEnv, deps: StartCheckDeps): { close(): void } {
  const { tracker, circuit, rules, log, ask = askJira, lookMs = LOOK_MS } = deps;
  if (!config.CHECK_RULES_AT_START) return { close: () => {} };
  let asking = false;
  const look = async () => {
    // The login is known to work then, so that nothing is tried that might lock the account.
    if (asking || tracker.deployment === null || (await circuit.look()).paused.length > 0) return;
    asking = true;
    clearInterval(timer);
    for (const fault of await ask(config, rules()))
      log.warn('jira would refuse what the rules ask for', { ...fault, todo: CURE[fault.fault] });
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      if (error instanceof JiraFailure) log.info('rules not checked with jira', errorFields(error));
      // Redis: it is looked at again.
      else if (asking) log.error('rules not checked with jira', errorFields(error));
    });
  }, lookMs);
  return { close: () => clearInterval(timer) };
}

const ALL = 'npm run cli -- validate (guance-jira validate) tells all there is';
const CURE: Record<RouteFault['fault'], string> = {
  no_project: `correct the project, or give the account Browse projects; ${ALL}`,
  no_right: `give the account these rights in the project; ${ALL}`,
  no_type: `write one of these as the issue type; ${ALL}`,
  lacks_fields: `set these under fields: in the rules, or give them a default in Jira; ${ALL}`,
  not_assignable: `the issues are made without an assignee: choose somebody who is assignable there; ${ALL}`,
};

async function askJira(config: WorkerEnv, rules: Rules): Promise<RouteFault[]> {
  const jira = await openJira(config);
  try {
    return await routeFaults(jira, rules);
  } finally {
    await jira.close();
  }
}
