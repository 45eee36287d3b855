import { crossCheck } from './checks/cross-check.ts';
import { findingsOf } from './checks/findings.ts';
import { compileRules } from './compile.ts';
import { RulesInvalid, type RulesProblem } from './problems.ts';
import { type RulesText, readRulesFile } from './read-file.ts';
import type { Rules } from './rules.ts';
import { RulesFile } from './schema/file.ts';

/**
 * Reads a rules file; `file` is only its name for messages.
 * @throws RulesInvalid with every problem of the file
 */
export function parseRules(yamlText: string, file: string): Rules {
  return parseRulesFiles([{ name: file, text: yamlText }]);
}

/**
 * Reads the files of a folder, in this order, as one set of rules.
 * @throws RulesInvalid with every problem of all files
 */
export function parseRulesFiles(texts: readonly RulesText[]): Rules {
  const files = texts.map(readRulesFile);
  const parsed = files.map(({ value }) => RulesFile.safeParse(value));
  const known = files.flatMap((file, index) => [
    ...file.problems,
    ...(file.broken ? [] : findingsOf(parsed[index]?.error?.issues ?? [], file.value).map(file.problem)),
  ]);
  // What a file lacks may stand in one that could not be read.
  const across = files.some(({ broken }) => broken) ? [] : crossCheck(files);
  const problems = inOrder([...known, ...across], texts);
  if (problems.length > 0) throw new RulesInvalid(problems);
  return compileRules(parsed.map(({ data }) => data).filter((data) => data !== undefined));
}

function inOrder(problems: readonly RulesProblem[], texts: readonly RulesText[]): RulesProblem[] {
  const names = texts.map(({ name }) => name);
  return [...problems].sort(
    (a, b) => names.indexOf(a.file) - names.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}
