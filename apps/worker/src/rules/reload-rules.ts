/** New rules are taken when they are whole and right; else the ones in force stay, and that is said until it is put right. */
import { createHash } from 'node:crypto';
import { parseRulesFiles, problemText, type Rules, RulesInvalid, type RulesText } from '@guance-jira/mapping';
import { type RulesTold, rulesPrint } from '@guance-jira/operations';
import type { Log } from '@guance-jira/service';

export interface RulesReloader {
  /** What an event gets keeps as it is; a reload makes new ones. */
  current(): Rules;
  /** Which rules these are, and what was refused since. */
  inForce(): RulesTold;
  /** Of these rules. */
  texts(): readonly RulesText[];
  /** Reads the files and takes them if they have changed; `asked`: also if not, and without waiting for a second look. */
  look(asked: boolean): Promise<void>;
}

export interface ReloadDeps {
  read: () => Promise<readonly RulesText[]>;
  log: Log;
  onJudged: (result: 'reloaded' | 'refused', problems: readonly string[]) => void;
  now: () => number;
  /** Milliseconds that only go forward. */
  clock?: () => number;
}

/** How often a refusal is said again while it lasts. */
export const REMIND_MS = 600_000;
const MAX_PROBLEMS = 20;

type Seen = { print: string; texts: readonly RulesText[] } | { print: string; error: unknown };
type Refusal = { problems: readonly string[]; since: number; saidAt: number };

export function createReloader(first: { rules: Rules; texts: readonly RulesText[] }, deps: ReloadDeps): RulesReloader {
  const { clock = performance.now.bind(performance) } = deps;
  let { rules, texts } = first;
  let taken = { print: rulesPrint(first.texts), since: deps.now() };
  let judged = printOf(first.texts);
  let lastSeen = judged;
  let refusal: Refusal | null = null;

  function judge(seen: Seen, asked: boolean): void {
    judged = seen.print;
    const next = rulesIn(seen);
    if ('rules' in next) {
      rules = next.rules;
      texts = next.texts;
      taken = { print: rulesPrint(next.texts), since: deps.now() };
      refusal = null;
      deps.log.info('rules reloaded', { ...namesIn(rules, next.texts), asked });
      deps.onJudged('reloaded', []);
    } else {
      refusal = { problems: next.problems, since: refusal?.since ?? deps.now(), saidAt: clock() };
      sayRefused(refusal);
      deps.onJudged('refused', next.problems);
    }
  }

  function sayRefused({ problems, since }: Refusal): void {
    deps.log.error('rules refused', {
      problems: problems.slice(0, MAX_PROBLEMS),
      problemCount: problems.length,
      since: new Date(since).toISOString(),
      hint: 'the rules read before stay in force, also after a restart, as Redis keeps them',
    });
  }

  return {
    current: () => rules,
    texts: () => texts,
    inForce: () => ({
      ...taken,
      refused: refusal && { since: refusal.since, problems: refusal.problems.slice(0, MAX_PROBLEMS) },
    }),
    look: async (asked) => {
      const seen = await deps.read().then(
        (texts): Seen => ({ print: printOf(texts), texts }),
        (error: unknown): Seen => ({ print: String(error), error }),
      );
      // What is being written is another thing at the next look: half a file, or half a folder of new files.
      const settled = seen.print === lastSeen;
      lastSeen = seen.print;
      if (asked || (settled && seen.print !== judged)) return judge(seen, asked);
      if (refusal === null || seen.print !== judged || clock() - refusal.saidAt < REMIND_MS) return;
      refusal = { ...refusal, saidAt: clock() };
      sayRefused(refusal);
    },
  };
}

function rulesIn(seen: Seen): { rules: Rules; texts: readonly RulesText[] } | { problems: string[] } {
  try {
    if ('error' in seen) throw seen.error;
    return { rules: parseRulesFiles(seen.texts), texts: seen.texts };
  } catch (error) {
    return { problems: error instanceof RulesInvalid ? error.problems.map(problemText) : [String(error)] };
  }
}

/** For the log: which files, and which routes they make. */
export function namesIn(rules: Rules, texts: readonly RulesText[]): { files: string[]; routes: string[] } {
  return { files: texts.map(({ name }) => name), routes: rules.routes.map(({ name }) => name) };
}

/** By content, since some file systems tell neither of changes nor the right time of them. */
function printOf(texts: readonly RulesText[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
