import { request } from 'node:http';
import type { SandboxIssue, Stack } from '../harness/index.ts';
import type { Case, Step } from './case-file.ts';
import { type Filling, filling } from './fill.ts';
import { toGbk } from './gbk.ts';
import { isResolved, type ShownIssue, shownIssue } from './shown-issue.ts';

/** How long a step may take. The machine may be busy; nothing here measures speed. */
const STEP_MS = 40_000;

export interface CaseRun {
  readonly filling: Filling;
  /** All issues of the case, oldest first; of one name only when it is given. */
  issues(name?: string): Promise<ShownIssue[]>;
  /** Milliseconds from the first delivery to the issue of the last, where the case asks for them. */
  readonly tookMs: number;
}

/**
 * Plays the steps of a case.
 * @param elsewhere another installation, which goes on to be somebody else's
 * @throws Error naming the step whose result did not come
 */
export async function runCase(
  stack: Stack,
  { input }: Case,
  base: Record<string, unknown>,
  elsewhere: () => Promise<Stack>,
): Promise<CaseRun> {
  const own = filling(base, stack.token);
  const issues = (name?: string) => issuesOf(stack, own.word(name));
  let labels: string[] = [];
  let tookMs = 0;
  for (const [index, step] of input.steps.entries()) {
    const label = `step ${index + 1}${step.name === undefined ? '' : ` (${step.name})`}`;
    const startedAt = Date.now();
    if (step.person) await byPerson(stack, step.person, (await issues(step.of))[0]);
    else if (step.redis) await emptyRedis(stack);
    else if (step.jira) await dropNextCreate(stack);
    else if (step.remember) labels = await ownLabels(stack, step, own, { base, elsewhere });
    else await send(stack, step, { own, base, labels, label });
    if (step.then) {
      await settled(stack, label, () => holds(step.then ?? {}, (name) => rawIssuesOf(stack, own.word(name))));
    }
    tookMs = Date.now() - startedAt;
  }
  return { filling: own, issues, tookMs };
}

async function send(
  stack: Stack,
  step: Step,
  { own, base, labels, label }: { own: Filling; base: Record<string, unknown>; labels: string[]; label: string },
): Promise<void> {
  const scopes = step.perLabel ? labels.map((one, n) => ({ label: one, n })) : [{}];
  for (const scope of scopes) {
    const answer = await post(stack, step, bodyOf(step, own, base, scope));
    if (answer.status !== step.answer)
      throw new Error(`${label}: answered ${answer.status}, not ${step.answer}: ${answer.text.slice(0, 300)}`);
    if (answer.status !== 202) continue;
    const accepted: { eventId: string; status: string }[] = JSON.parse(answer.text).accepted;
    const waited = accepted.filter(({ status }) => status === 'queued' || status === 'spooled').slice(-20);
    await settled(stack, `${label}: an outcome of each event`, async () =>
      waited.every(({ eventId }) => isHandled(stack, eventId)),
    );
  }
}

function isHandled(stack: Stack, eventId: string): boolean {
  return stack.worker.log
    .named('event handled')
    .some((line) => line.eventId === eventId || String(line.eventId).startsWith(eventId.slice(0, 100)));
}

function bodyOf(
  step: Step,
  own: Filling,
  base: Record<string, unknown>,
  scope: { label?: string; n?: number },
): string {
  if (step.raw !== undefined) return String(own.fill(step.raw, scope));
  const event = Object.fromEntries(
    Object.entries({ ...base, ...step.event }).filter(([name]) => !step.without?.includes(name)),
  );
  let body = own.bodyOf(own.fill(step.json ?? event, scope));
  for (let n = 1; n < (step.encoded ?? 1); n += 1) body = JSON.stringify(body);
  return body;
}

/** Over a plain socket's client: `fetch` would set a content type and tidy the path. */
function post(stack: Stack, step: Step, body: string): Promise<{ status: number; text: string }> {
  const path = (step.path ?? '/webhook/guance/$(webhook-token)').replaceAll('$(webhook-token)', stack.token);
  const bytes = step.bytes === 'gbk' ? toGbk(body) : Buffer.from(body);
  if (step.bytes === 'cut') bytes[bytes.indexOf('九') + 2] = 0x20;
  const headers = {
    'content-length': bytes.length,
    ...(step.contentType === null ? {} : { 'content-type': step.contentType ?? 'application/json' }),
    ...step.headers,
  };
  return new Promise((resolve, reject) => {
    const url = new URL(stack.receiverUrl);
    const req = request({ host: url.hostname, port: url.port, path, method: 'POST', headers }, (res) => {
      let text = '';
      res.on('data', (part) => {
        text += String(part);
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text }));
    });
    req.on('error', reject).end(bytes);
  });
}

async function holds(
  then: NonNullable<Step['then']>,
  issues: (name?: string) => Promise<SandboxIssue[]>,
): Promise<boolean> {
  const all = await issues();
  if (then.open !== undefined && all.filter((issue) => !isResolved(issue)).length !== then.open) return false;
  if (then.resolved !== undefined && all.filter(isResolved).length !== then.resolved) return false;
  for (const name of then.each ?? []) if ((await issues(name)).length !== 1) return false;
  if (then.resolvedOf === undefined) return true;
  const of = await issues(then.resolvedOf);
  return of.length > 0 && of.every(isResolved);
}

async function issuesOf(stack: Stack, word: string): Promise<ShownIssue[]> {
  return Promise.all((await rawIssuesOf(stack, word)).map((issue) => shownIssue(stack.jira, issue)));
}

async function rawIssuesOf(stack: Stack, word: string): Promise<SandboxIssue[]> {
  return (await stack.jira.issues()).filter((issue) => searchedIn(issue).includes(word));
}

/** By issue as it was once: a case looks at those of all the cases before it, many times. */
const searched = new WeakMap<SandboxIssue, string>();

function searchedIn(issue: SandboxIssue): string {
  const known = searched.get(issue);
  if (known !== undefined) return known;
  const text = JSON.stringify([issue.summary, issue.description]);
  searched.set(issue, text);
  return text;
}

async function byPerson(stack: Stack, act: 'closes' | 'deletes', issue: ShownIssue | undefined): Promise<void> {
  if (!issue) throw new Error(`a person ${act} an issue that is not there`);
  const edit = act === 'deletes' ? { delete: true } : { by: 'lina', status: '已完成' };
  await stack.jira.control('POST', `/issues/${issue.key}/edit-as-person`, edit);
}

async function emptyRedis(stack: Stack): Promise<void> {
  const renewed = () => stack.worker.log.named('ledger epoch renewed').length;
  const before = renewed();
  await stack.redis.call('FLUSHALL');
  await stack.waitFor('the worker notices', () => renewed() > before, STEP_MS);
}

async function dropNextCreate(stack: Stack): Promise<void> {
  await stack.jira.control('POST', '/faults', { path: 'create', action: 'resetBefore' });
}

/** The labels that no other issue has, of the case's own issue or of one that another installation makes. */
async function ownLabels(
  stack: Stack,
  step: Step,
  own: Filling,
  { base, elsewhere }: { base: Record<string, unknown>; elsewhere: () => Promise<Stack> },
): Promise<string[]> {
  if (step.elsewhere === undefined) {
    const all = await stack.jira.issues();
    const [mine] = await issuesOf(stack, own.word(step.of));
    return labelsOf(mine?.raw).filter((label) => all.filter((issue) => labelsOf(issue).includes(label)).length === 1);
  }
  const other = await elsewhere();
  const before = (await other.jira.issues()).length;
  await other.send(own.bodyOf(own.fill({ ...base, ...step.elsewhere })));
  await settled(other, 'the issue elsewhere', async () => (await other.jira.issues()).length > before);
  return labelsOf((await other.jira.issues())[before]).filter((label) => /^gj-|[0-9a-f]{16}/.test(label));
}

function labelsOf(issue: SandboxIssue | undefined): string[] {
  const labels: unknown = issue?.labels;
  return Array.isArray(labels) ? labels.map(String) : [];
}

async function settled(stack: Stack, label: string, isSo: () => Promise<boolean>): Promise<void> {
  await stack.waitFor(label, isSo, STEP_MS);
}
