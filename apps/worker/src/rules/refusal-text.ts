import { languageIn, problemText, type RulesInvalid, ruleProblemInChinese } from '@guance-jira/mapping';

/** A rules file is written by people, who are told in the language of their terminal, as `validate` does. */
export function refusalText(error: RulesInvalid, env: Readonly<Record<string, string | undefined>>): string {
  if (languageIn(env) !== 'zh') return error.message;
  return error.problems.map(ruleProblemInChinese).map(problemText).join('\n');
}
