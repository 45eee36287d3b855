import type { Issue, World } from './keys-world.ts';

/**
 * The same text for the same world. What no rule asks for any more is left out: worlds that differ in nothing else have the same
 * future, and a search goes through it once.
 */
export function keyOfWorld({ record, worker, creates, issues, before, next, posts, others }: World): string {
  const { state, sentAt, answered, ended, above, posts: counted } = record;
  const numbers = new Set(issues.map(({ number }) => number));
  const pending = creates.map(({ ours, ended: end, number, age }) => {
    // Its age begins with its number, and is the issue's as soon as that is stored.
    const counts = number !== null && !numbers.has(number);
    return `${ours ? 'o' : 'a'}${end}.${number}.${counts ? age : ''}`;
  });
  const asked = worker.at === 'asking' ? worker.age : '';
  const found = state === 'confirmed';
  const times = found ? '' : `${sentAt},${answered},${ended},${above}`;
  return [
    `${state},${times},${counted}`,
    `${worker.at}${asked}`,
    pending.sort().join(' '),
    // Nobody looks for it again.
    listOf(issues, (issue) => (found ? '' : seenOf(issue))),
    before.map((shown) => listOf(shown, seenOf)).join('/'),
    `${next},${posts},${others}`,
  ].join('|');
}

function listOf(issues: readonly Issue[], ofOne: (issue: Issue) => string): string {
  const all = issues.map((issue) => `${issue.number}${issue.ours ? 'o' : 'a'}${ofOne(issue)}`);
  return all.sort().join(' ');
}

/** No read shows a hidden one. A younger one of others tells where ours would stand; ours says all by being there. Once in the index it stays there. */
function seenOf({ ours, age, stored, hidden, indexed }: Issue): string {
  if (hidden) return 'h';
  return `${ours ? '' : age}.${indexed ? 'i' : stored}`;
}
