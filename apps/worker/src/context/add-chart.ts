/** The chart of the monitor as an attachment, uploaded once. */
import { hash } from 'node:crypto';
import type { Picture } from '@guance-jira/guance';
import { JiraFailure } from '@guance-jira/jira';
import type { Step } from '../disposition.ts';
import type { Written } from '../issue/issue-turn.ts';
import { onlyOnce } from '../issue/only-once.ts';
import { askGuance } from './ask-guance.ts';
import { type ContextTurn, LeftOut } from './context-turn.ts';
import { jiraTakes } from './jira-takes.ts';

export async function addChart(turn: ContextTurn): Promise<Written | Step> {
  const { order, jira } = turn;
  const { issue } = order;
  let picture: Picture | null = null;
  const name = nameOf(turn);
  return onlyOnce(turn, issue, {
    ...{ key: `context-chart ${issue.id}`, endpoint: 'attachments', what: 'an attachment' },
    seen: () => jira.tracker.hasAttachment(issue, name),
    prepare: async () => {
      const rests = await jiraTakes(turn, 'attachments');
      if (rests === null) picture = await pictureOf(turn);
      return rests;
    },
    send: async () => {
      if (picture === null) throw new Error('there is no picture');
      await jira.tracker.attach(issue, { name, ...picture }).catch(unlessTooLarge);
    },
  });
}

/** Whoever says so, Jira or what stands before it: each further try would ask Guance for the same picture. */
function unlessTooLarge(error: unknown): never {
  if (error instanceof JiraFailure && error.facts.status === 413) throw new LeftOut(`jira: ${error.message}`);
  throw error;
}

/** The same at each try, and no other file's. People see it. */
function nameOf({ order }: ContextTurn): string {
  const { issue, eventId } = order;
  return `guance-chart-${hash('sha256', `${issue.id} ${eventId}`, 'hex').slice(0, 10)}.png`;
}

async function pictureOf(turn: ContextTurn): Promise<Picture> {
  const { order, deps } = turn;
  if (deps.guance?.hasKey(order.workspace) && !deps.guance.hasClientToken(order.workspace))
    throw new LeftOut(`no_client_token: GUANCE_CLIENT_TOKENS has none for the workspace ${order.workspace}`);
  const query = await queryOf(turn);
  const { at, timezone } = order;
  const span = { query, from: at - BEFORE_MS, until: at + AFTER_MS, timezone };
  const picture = await askGuance(turn, 'chart', 'chart', (guance, workspace) => guance.chart(workspace, span));
  if (picture === null) throw new LeftOut('no_picture: Guance answered with something else than a whole picture');
  if (picture.bytes.length > MAX_BYTES)
    throw new LeftOut(`too_large: the picture has more than ${MAX_BYTES / 1024 / 1024} MiB`);
  return picture;
}

/** Of the rules, else the monitor's: the webhook says nothing of it, the list of open faults does. Kept, as it costs a turn. */
async function queryOf(turn: ContextTurn): Promise<string> {
  const { order, deps } = turn;
  const asked = order.chart?.query ?? null;
  if (asked !== null) {
    if ('problem' in asked) throw new LeftOut(`query: ${asked.problem}`);
    return asked.query;
  }
  const { ref } = order;
  if (ref === null) throw new LeftOut('no_reference: the alert names no object whose monitor could be asked for');
  const known = await deps.redis.hget(turn.recordKey, 'dql');
  if (known !== null) return known;
  const to = deps.now();
  const range = { from: to - LOOK_BACK_MS, to, ref };
  const faults = await askGuance(turn, 'monitor', 'abnormal', (guance, workspace) =>
    guance.openFaults(workspace, range),
  );
  const dql = faults.find((fault) => fault.ref === ref)?.dql ?? null;
  if (dql === null)
    throw new LeftOut('no_query: Guance shows no open fault of this object with the query of its monitor');
  await deps.redis.hset(turn.recordKey, 'dql', dql);
  return dql;
}

const BEFORE_MS = 3_600_000;
const AFTER_MS = 60_000;
/** Guance takes six hours at most. */
const LOOK_BACK_MS = 6 * 3_600_000;
/** Jira's own limit is 10 MB where nobody has changed it. */
const MAX_BYTES = 2 * 1024 * 1024;
