/** A token may be bound to workspaces: it then brings no other's alerts, whoever holds it. */
import { type EventJob, workspaceOf } from '@guance-jira/queue';
import { Refusal } from '../http/refusal.ts';

/** Null: any workspace's. An alert that names none belongs to none that a token could be bound to. */
export type Bound = ReadonlySet<string> | null;

/**
 * The alerts that this token may bring, and the others. A list is taken as far as it may be: whoever gathers alerts of several
 * workspaces and sends them with one token must not lose those that are right.
 * @throws Refusal wrong_workspace, where none may be taken
 */
export function withinBounds(alerts: readonly EventJob[], bound: Bound): { ours: EventJob[]; others: EventJob[] } {
  if (bound === null) return { ours: [...alerts], others: [] };
  const isOurs = ({ event }: EventJob) => bound.has(workspaceOf(event));
  const ours = alerts.filter(isOurs);
  const others = alerts.filter((job) => !isOurs(job));
  if (ours.length === 0 && others.length > 0)
    throw new Refusal(
      'wrong_workspace',
      'This token is not bound to the workspace of this event (df_workspace_uuid). Use the token of that workspace, or add the workspace in WEBHOOK_TOKENS.',
    );
  return { ours, others };
}
