/** The rules as they are now, read again when somebody looks a few seconds later. */
import {
  parseRulesFiles,
  type RouteLine,
  type Rules,
  RulesInvalid,
  type RulesProblem,
  type RulesText,
  routeLines,
} from '@guance-jira/mapping';
import { loadRules, type RulesSettings, readRules, rulesPrint, variablesAsText } from '@guance-jira/operations';

export interface KnownRules {
  readonly rules: Rules;
  /** Of the files; none where the rules come from variables. */
  readonly texts: readonly RulesText[];
  /** To be edited: the files, or what stands for the variables. */
  readonly edit: readonly RulesText[];
  readonly print: string;
  readonly lines: ReadonlyMap<string, RouteLine>;
}

export type RulesNow =
  | ({ readonly known: true } & KnownRules)
  | {
      readonly known: false;
      readonly problems: readonly RulesProblem[] | null;
      /** The last ones that could be read, since this console began. */
      readonly before: KnownRules | null;
      /** What the files hold now, where they can be read as text. */
      readonly texts: readonly RulesText[];
    };

const READ_AGAIN_MS = 5000;

/** `problems` null: this console was not told where the rules are. */
export function rulesNow(settings: RulesSettings, now: () => number): () => Promise<RulesNow> {
  let last: { at: number; rules: Promise<RulesNow> } | null = null;
  let before: KnownRules | null = null;
  const read = async (): Promise<RulesNow> => {
    const found = await readNow(settings, before);
    if (found.known) before = found;
    return found;
  };
  return () => {
    if (last === null || now() - last.at > READ_AGAIN_MS) last = { at: now(), rules: read() };
    return last.rules;
  };
}

async function readNow(settings: RulesSettings, before: KnownRules | null): Promise<RulesNow> {
  const { RULES_FILE: file, JIRA_PROJECT: project, JIRA_ISSUE_TYPE: type } = settings;
  let texts: readonly RulesText[] = [];
  try {
    if (file === undefined && (project === undefined || type === undefined))
      return { known: false, problems: null, before, texts };
    texts = file === undefined ? [] : await readRules(file);
    const rules = file === undefined ? loadRules(settings) : parseRulesFiles(texts);
    const edit = file === undefined ? [variablesAsText(settings)] : texts;
    return { known: true, rules, texts, edit, print: rulesPrint(texts), lines: routeLines(texts) };
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    return { known: false, problems: error.problems, before, texts };
  }
}
