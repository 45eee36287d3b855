/** The last log lines as a comment, written once. */
import { contextComment, inBasicPlane } from '@guance-jira/mapping';
import type { Step } from '../disposition.ts';
import { seenComment } from '../issue/comments.ts';
import type { Written } from '../issue/issue-turn.ts';
import { onlyOnce } from '../issue/only-once.ts';
import { askGuance } from './ask-guance.ts';
import { type ContextTurn, LeftOut } from './context-turn.ts';
import { jiraTakes } from './jira-takes.ts';
import { safeLines } from './safe-lines.ts';

export async function addLogs(turn: ContextTurn): Promise<Written | Step> {
  const { order, jira, eventId } = turn;
  const { issue, audience } = order;
  // It is stored beside the text, by a database that may take no characters of four bytes.
  const mark = inBasicPlane(`${eventId} context-logs ${issue.id}`);
  let lines: readonly string[] = [];
  return onlyOnce(turn, issue, {
    ...{ key: `context-logs ${issue.id}`, endpoint: 'comment', what: 'a comment' },
    seen: (since) => seenComment(jira, issue, mark, since),
    prepare: async () => {
      const rests = await jiraTakes(turn, 'comment');
      if (rests === null) lines = await linesOf(turn);
      return rests;
    },
    send: () => {
      const body = contextComment(lines, order);
      return jira.tracker.comment(
        issue,
        jira.tracker.deployment === 'datacenter' ? inBasicPlane(body) : body,
        mark,
        audience,
      );
    },
  });
}

async function linesOf(turn: ContextTurn): Promise<string[]> {
  const { order, deps } = turn;
  if (order.logs === null) throw new Error('nobody has ordered log lines');
  const { query: asked, lines: limit, withinMs } = order.logs;
  if ('problem' in asked) throw new LeftOut(`query: ${asked.problem}`);
  const span = { query: asked.query, from: order.at - withinMs, until: order.at + AFTER_MS, limit };
  const lines = await askGuance(turn, 'logs', 'query_data', (guance, workspace) => guance.logLines(workspace, span));
  return safeLines(lines, { timezone: order.timezone, redact: deps.redact });
}

/** What was logged just after the check counts as well: it is about the same. */
const AFTER_MS = 60_000;
