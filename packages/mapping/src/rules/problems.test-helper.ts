import { parseRulesFiles, RulesInvalid, type RulesProblem, type RulesText } from '../index.ts';

/** What is wrong with these rules. @throws Error when nothing is, unless that is allowed */
export function problemsOf(
  rules: string | readonly RulesText[],
  name = 'rules.yaml',
  { orNone = false } = {},
): readonly RulesProblem[] {
  try {
    parseRulesFiles(typeof rules === 'string' ? [{ name, text: rules }] : rules);
  } catch (error) {
    if (error instanceof RulesInvalid) return error.problems;
    throw error;
  }
  if (orNone) return [];
  throw new Error('these rules were taken');
}
