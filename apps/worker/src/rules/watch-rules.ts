/** The rules of a running worker: read at the start, looked at every few seconds, and at once when somebody asks. */
import { type Rules, type RulesText, routesWithoutRecoveries } from '@guance-jira/mapping';
import {
  loadRules,
  type RulesTold,
  readRules,
  readRulesSync,
  rulesPrint,
  type WorkerEnv,
} from '@guance-jira/operations';
import { errorFields, type Log, type Metrics } from '@guance-jira/service';
import { Counter, Gauge } from '@prometheus-io/client';
import { keptInRedis, readOrKept } from './last-good.ts';
import { createReloader, namesIn, type ReloadDeps } from './reload-rules.ts';

export interface LiveRules {
  current(): Rules;
  /** Which rules these are, and what was refused since. */
  inForce(): RulesTold;
  /** As they were read; null where they come from the variables. */
  texts(): readonly RulesText[] | null;
  /** From now on they are looked at; `tell` hears at each change what is wrong with the files, or null. */
  watch(tell: (problems: string | null) => void): void;
  /** Reads them again now, and says what came of it. */
  reload(): void;
  close(): void;
}

/** No watching by the system: it misses replaced files, swapped links and network file systems. */
const LOOK_MS = 2000;

/**
 * Wrong files are refused as later ones are, where Redis has rules from before.
 * @throws RulesInvalid
 */
export async function openRules(
  config: WorkerEnv,
  { log, metrics }: { log: Log; metrics: Metrics },
  kept: () => Promise<readonly RulesText[] | null> = () => keptInRedis(config),
): Promise<LiveRules> {
  const count = reloadMetrics(metrics);
  const path = config.RULES_FILE;
  if (path === undefined) return fixedRules(loadRules(config), log);
  const { rules, texts, refused } = await readOrKept(() => readRulesSync(path), kept);
  log.info(refused === null ? 'rules read' : 'rules from before the start are in force', namesIn(rules, texts));
  let tell: (problems: string | null) => void = () => {};
  const onJudged: ReloadDeps['onJudged'] = (result, problems) => {
    count(result);
    tell(result === 'refused' ? problems.join('\n') : null);
  };
  const reloader = createReloader({ rules, texts }, { read: () => readRules(path), log, onJudged, now: Date.now });
  const look = oneAtATime(reloader.look, (error) => log.error('rules not checked', errorFields(error)));
  let timer: NodeJS.Timeout | undefined;
  return {
    current: reloader.current,
    inForce: reloader.inForce,
    texts: reloader.texts,
    watch: (listener) => {
      tell = listener;
      if (refused !== null) void look(true);
      timer = setInterval(look, LOOK_MS, false);
    },
    reload: () => void look(true),
    close: () => clearInterval(timer),
  };
}

function fixedRules(rules: Rules, log: Log): LiveRules {
  const reason = 'without RULES_FILE the rules come from the JIRA_* variables, which are read at the start';
  const reload = () => log.info('rules not reloaded', { reason });
  const routes = routesWithoutRecoveries(rules);
  const hint = 'set JIRA_GROUP=fault, or write rules: then an issue follows its fault, and a recovery is told there';
  if (routes.length > 0) log.info('each event gets an issue, recoveries are ignored', { routes, hint });
  const told: RulesTold = { print: rulesPrint([]), since: Date.now(), refused: null };
  return { current: () => rules, inForce: () => told, texts: () => null, watch: () => {}, reload, close: () => {} };
}

/** A look may hang with its file system. Those that come due meanwhile are left out, but whoever asked gets one afterwards. */
function oneAtATime(
  look: (asked: boolean) => Promise<void>,
  onError: (error: unknown) => void,
): (asked: boolean) => Promise<void> {
  let looking = false;
  let asking = false;
  return async function next(asked: boolean): Promise<void> {
    if (looking) {
      asking ||= asked;
      return;
    }
    looking = true;
    await look(asked).catch(onError);
    looking = false;
    if (!asking) return;
    asking = false;
    await next(true);
  };
}

/** Registers the metrics of changed rules. */
export function reloadMetrics({ registry }: Metrics): (result: 'reloaded' | 'refused') => void {
  const registers = [registry];
  const reloads = new Counter({
    name: 'guance_jira_rules_reloads_total',
    help: 'Changes of the rules file that were applied or refused',
    labelNames: ['result'],
    registers,
  });
  const successful = new Gauge({
    name: 'guance_jira_rules_last_reload_successful',
    help: '1 while the current rules file is in force, 0 while a change is refused and the previous rules are in force',
    registers,
  });
  successful.set(1);
  for (const result of ['reloaded', 'refused']) reloads.inc({ result }, 0);
  return (result) => {
    reloads.inc({ result });
    successful.set(result === 'refused' ? 0 : 1);
  };
}
