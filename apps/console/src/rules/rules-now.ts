/** The rules as they are now, read again when somebody looks a few seconds later. */
import { parseRulesFiles, type Rules, RulesInvalid, type RulesProblem } from '@guance-jira/mapping';
import { loadRules, type RulesSettings, readRules } from '@guance-jira/operations';

export type RulesNow =
  | { readonly known: true; readonly rules: Rules }
  | { readonly known: false; readonly problems: readonly RulesProblem[] | null };

const READ_AGAIN_MS = 5000;

/** `problems` null: this console was not told where the rules are. */
export function rulesNow(settings: RulesSettings, now: () => number): () => Promise<RulesNow> {
  let last: { at: number; rules: Promise<RulesNow> } | null = null;
  return () => {
    if (last === null || now() - last.at > READ_AGAIN_MS) last = { at: now(), rules: read(settings) };
    return last.rules;
  };
}

async function read(settings: RulesSettings): Promise<RulesNow> {
  const { RULES_FILE: file, JIRA_PROJECT: project, JIRA_ISSUE_TYPE: type } = settings;
  try {
    if (file !== undefined) return { known: true, rules: parseRulesFiles(await readRules(file)) };
    if (project === undefined || type === undefined) return { known: false, problems: null };
    return { known: true, rules: loadRules(settings) };
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    return { known: false, problems: error.problems };
  }
}
