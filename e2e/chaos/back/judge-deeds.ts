/** Pure: each request to Guance follows from the issue as it was read, and each closing is told once. */
import type { SandboxIssue } from '../../harness/index.ts';
import { type Era, erasOf } from './history.ts';
import type { BackFacts } from './judge.ts';
import { readsOf, wasReadAs } from './reads.ts';

type Request = BackFacts['requests'][number];

const MUTE_MS = 7 * 86_400_000;

/** @param ref of the object, in Guance */
export function judgeDeeds(issue: SandboxIssue, ref: string | undefined, facts: BackFacts): string[] {
  const { requests, mutes, ours, forgottenAt } = facts;
  const seen = { eras: erasOf(issue), reads: readsOf(issue, facts.jira), frozen: facts.frozen };
  const closed = (era: Era, wontFix: boolean) => era.done && era.wontFix === wontFix && !ours.includes(era.by);
  const done = (kind: string, about: (request: Request) => boolean) =>
    requests.filter((request) => request.kind === kind && request.committed && about(request));
  const own = new Map([...mutes].filter(([, { description }]) => description.startsWith(`${issue.key} `)));
  const restored = done('restore', ({ path }) => ref !== undefined && path.includes(encodeURIComponent(ref)));
  const muted = done('mute-create', ({ body }) => textIn(body, 'description').startsWith(`${issue.key} `));
  const lifted = done('mute-delete', ({ path }) => [...own.keys()].some((uuid) => path.includes(uuid)));
  const unless = (fits: (era: Era) => boolean, those: readonly Request[], text: string) =>
    those.flatMap(({ at }) => (wasReadAs(fits, seen, at) ? [] : [`${text}, as it was read before ${at}`]));
  const problems = [
    ...unless((era) => closed(era, false), restored, 'restored, and it was not done by a person'),
    ...unless((era) => closed(era, true), muted, "muted, and no person had closed it as won't do"),
    ...unless((era) => !(era.done && era.wontFix), lifted, "lifted, and it was closed as won't do"),
    ...[...own.values()]
      .filter(({ start, end }) => end === null || Math.abs(end - start - MUTE_MS) > 5000)
      .map(({ name, end }) => `the mute ${name} ends at ${end}`),
  ];
  if (restored.length > 1 + forgottenAt.length) problems.push(`restored ${restored.length} times within reopenWithin`);
  if (forgottenAt.length > 0) return problems;
  return [...problems, ...standingTwice([...muted, ...lifted])];
}

/** Muted again for the same closing only after it was lifted. */
function standingTwice(requests: readonly Request[]): string[] {
  let standing: string[] = [];
  const problems: string[] = [];
  for (const { kind, body } of requests.toSorted((a, b) => a.number - b.number)) {
    const name = textIn(body, 'name');
    if (kind === 'mute-delete') standing = [];
    else if (standing.includes(name)) problems.push(`muted twice for one closing: ${name}`);
    else standing.push(name);
  }
  return problems;
}

function textIn(body: unknown, name: string): string {
  return String(Reflect.get(Object(body), name));
}
