import type { Wanted } from './case-file.ts';
import type { CaseRun } from './run-case.ts';
import type { ShownIssue } from './shown-issue.ts';

/** What a case wants and the run did not give; empty where all is right. */
export async function judge(wanted: Wanted, run: CaseRun): Promise<string[]> {
  const all = await run.issues();
  const fill = (text: string) => String(run.filling.fill(text));
  const faults = numbers(wanted, all);
  for (const [name, state] of Object.entries(wanted.each ?? {})) {
    const of = await run.issues(name);
    if (of.length !== 1) faults.push(`${name} has ${of.length} issues, not 1`);
    else if (of[0]?.isResolved !== (state === 'resolved')) faults.push(`${name} is not ${state}`);
  }
  for (const issue of wanted.untouched === undefined ? [] : await run.issues(wanted.untouched))
    if (issue.isResolved || issue.comments.length > 0) faults.push(`${issue.key} was touched`);
  const [issue] = await run.issues(wanted.of);
  if (issue) faults.push(...ofIssue(wanted, issue, fill, run));
  else if (needsIssue(wanted)) faults.push('there is no issue to look at');
  return faults;
}

function numbers({ issues, open }: Wanted, all: readonly ShownIssue[]): string[] {
  const isOpen = all.filter(({ isResolved }) => !isResolved).length;
  return [
    ...(issues !== undefined && all.length !== issues ? [`${all.length} issues, not ${issues}`] : []),
    ...(open !== undefined && isOpen !== open ? [`${isOpen} open issues, not ${open}`] : []),
  ];
}

function needsIssue({ issues, open, each, untouched, of, within, redis_kb, ...rest }: Wanted): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

function ofIssue(wanted: Wanted, issue: ShownIssue, fill: (text: string) => string, run: CaseRun): string[] {
  const { summary, labels, fields, comments } = wanted;
  const faults = [
    ...words('summary', issue.summary, summary, fill),
    ...words('text', issue.text, wanted.text, fill),
    ...lacks('line', issue.lines, wanted.lines, fill),
    ...lacks('line outside of lists', issue.outside, wanted.outside, fill),
    ...lacks('bold', issue.bold, wanted.bold, fill),
    ...lacks(
      'code',
      issue.code.map((code) => code.trim()),
      wanted.code,
      fill,
    ),
  ];
  const say = (isFault: boolean, fault: string) => isFault && faults.push(fault);
  say(summary?.is !== undefined && issue.summary !== fill(summary.is), `summary is ${issue.summary}`);
  say(summary?.starts !== undefined && !issue.summary.startsWith(fill(summary.starts)), `summary is ${issue.summary}`);
  say(issue.summary.length > (summary?.max ?? 1_000_000), 'summary is too long');
  say(summary?.visible === true && !/[\p{L}\p{N}]/u.test(issue.summary), 'summary cannot be seen');
  say(wanted.noHeading === true && issue.hasHeading, 'a heading');
  for (const { to, text } of wanted.links ?? []) {
    const isThere = issue.links.some(
      (link) => link.to === fill(to) && (text === undefined || link.text === fill(text)),
    );
    say(!isThere, `no link to ${to}: ${JSON.stringify(issue.links)}`);
  }
  const all = Array.isArray(issue.raw.labels) ? issue.raw.labels.map(String) : [];
  for (const label of labels?.has ?? []) say(!all.includes(fill(label)), `no label ${label} among ${all}`);
  for (const label of labels?.not ?? []) say(all.includes(fill(label)), `label ${label}`);
  for (const [name, field] of Object.entries(fields ?? {})) faults.push(...ofField(name, issue, field));
  if (comments)
    say(!issue.comments.some((text) => new RegExp(comments.match).test(text)), `no comment has ${comments.match}`);
  for (const text of wanted.copyable ?? [])
    say(!JSON.stringify(issue.raw.description).includes(text), `${text} is broken`);
  faults.push(...times(wanted, issue, fill, run));
  return faults;
}

function ofField(
  name: string,
  issue: ShownIssue,
  { has = [], dead }: { has?: string[] | undefined; dead?: boolean | undefined },
): string[] {
  const other: unknown = Reflect.get(Object(issue.raw.other), name) ?? Reflect.get(issue.raw, name);
  const written = typeof other === 'string' ? other : JSON.stringify(other ?? '');
  return [
    ...has.filter((text) => !written.includes(text)).map((text) => `field ${name} lacks ${text}: ${written}`),
    ...(dead && /(?<!\\)![^\s!]|(?<!\\)\[~|(?<!\\)\{\w/.test(written)
      ? [`markup lives in field ${name}: ${written}`]
      : []),
  ];
}

/** Every time in the text, read as the route's own (UTC+8). */
function times(
  { notAfter, shownNear }: Wanted,
  issue: ShownIssue,
  fill: (text: string) => string,
  run: CaseRun,
): string[] {
  const shown = [...issue.text.matchAll(/(\d{4,6})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)/g)].map(([text]) => ({
    text,
    at: Date.parse(`${text.replace(' ', 'T')}+08:00`),
  }));
  const latest = notAfter === undefined ? Number.POSITIVE_INFINITY : Number(fill(notAfter)) * 1000;
  const near =
    shownNear === undefined || shown.some(({ at }) => Math.abs(at - run.filling.startedAt) <= shownNear * 1000);
  return [
    ...shown.filter(({ at }) => Number.isNaN(at) || at > latest).map(({ text }) => `the time ${text} is nonsense`),
    ...(near ? [] : [`no time near now: ${shown.map(({ text }) => text)}`]),
  ];
}

function words(
  what: string,
  found: string,
  wanted: { has?: string[] | undefined; not?: string[] | undefined } | undefined,
  fill: (text: string) => string,
): string[] {
  return [
    ...(wanted?.has ?? [])
      .filter((text) => !found.includes(fill(text)))
      .map((text) => `${what} lacks ${text}: ${found.slice(0, 400)}`),
    ...(wanted?.not ?? []).filter((text) => found.includes(fill(text))).map((text) => `${what} has ${text}`),
  ];
}

function lacks(
  what: string,
  found: readonly string[],
  wanted: string[] | undefined,
  fill: (text: string) => string,
): string[] {
  return (wanted ?? [])
    .filter((text) => !found.includes(fill(text)))
    .map((text) => `no ${what} «${text}» in ${JSON.stringify(found)}`);
}
