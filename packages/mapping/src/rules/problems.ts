/** One fault of a rules file, where a person can find it. Lines and columns count from 1. */
export type RulesProblem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `routes[0].match`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** What to write instead. */
  readonly hint: string | null;
};

/** Everything that is wrong with the rules, at once. */
export class RulesInvalid extends Error {
  readonly code = 'rules_invalid';
  override readonly name = 'RulesInvalid';
  readonly problems: readonly RulesProblem[];

  constructor(problems: readonly RulesProblem[]) {
    super(problems.map(problemText).join('\n'));
    this.problems = problems;
  }
}

/** `rules.yaml:3:5: routes[0].group: expected one of event, fault (did you mean "fault"?)` */
export function problemText({ file, line, column, path, message, hint }: RulesProblem): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}${hint === null ? '' : ` (${hint})`}`;
}

/** `did you mean "project"?`, if one of the known words is near enough. */
export function didYouMean(word: string, known: readonly string[]): string | null {
  const near = nearestOf(word, known, (candidate) => Math.ceil(candidate.length / 3));
  return near === null ? null : `did you mean "${near}"?`;
}

/** The known word that is nearest, where it is near enough. */
export function nearestOf(word: string, known: readonly string[], most: (candidate: string) => number): string | null {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= most(candidate))
    .sort((a, b) => a.distance - b.distance)[0];
  return near?.candidate ?? null;
}

/** Letters to add, remove or change (Levenshtein). */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return 99;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const change = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
