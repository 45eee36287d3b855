/**
 * Who an event is: its id within its workspace. Two workspaces may use the same id, so the first to come has the plain job id
 * and another one's event gets its own; add-events.ts, which sees both, decides.
 */

import { hash } from 'node:crypto';
import { lua } from '../lua.ts';
import { type EventJob, jobIdFor } from './contract.ts';
import { WORKSPACES } from './guance-fields.ts';
import { distinctText, identityText } from './identity-text.ts';

/** Whatever an alert says, the name of its workspace is short and safe; '' where it names none, which is a workspace of its own. */
export type Workspace = string;

export interface JobIds {
  readonly workspace: Workspace;
  /** `ev_<event id>`: for the workspace that used the id first, nearly always the only one. */
  readonly plain: string;
  /** For every other. No plain id holds a dot, so no alert can name this one. */
  readonly scoped: string;
}

export function jobIdsOf({ eventId, event }: Pick<EventJob, 'eventId' | 'event'>): JobIds {
  return jobIdsIn(workspaceOf(event), eventId);
}

/** Of an event of which no more is known than its id and its workspace. */
export function jobIdsIn(workspace: Workspace, eventId: string): JobIds {
  const plain = jobIdFor(eventId);
  return { workspace, plain, scoped: `${plain}.${hash('sha1', workspace, 'hex').slice(0, 16)}` };
}

/** An event among all others, for maps and tables. */
export function identityOf({ eventId, event }: Pick<EventJob, 'eventId' | 'event'>): string {
  return `${workspaceOf(event)} ${distinctText(eventId)}`;
}

/** `WORKSPACE_OF` is the same in Lua, of a job that came through the door; of one from before, as far as numbers go. */
export function workspaceOf(event: Readonly<Record<string, unknown>>): Workspace {
  for (const name of WORKSPACES) {
    const text = Object.hasOwn(event, name) ? identityText(event[name]) : null;
    if (text !== null) return /^[A-Za-z0-9_-]{1,64}$/.test(text) ? text : hash('sha1', text, 'hex');
  }
  return '';
}

export const WORKSPACE_OF = lua(new URL('./scripts/workspace-of.lua', import.meta.url), { WORKSPACES });
