/** Pure: the request by which an event's issue would be made, as both kinds of Jira get it. */

import {
  cloudCreateRequest as cloudRequest,
  dataCenterCreateRequest as dataCenterRequest,
  eventMarkerOf,
  faultMarkerOf,
} from '@guance-jira/jira';
import type { AlertEvent, IssueDraft, Plan } from '@guance-jira/mapping';
import { workspaceOf } from '@guance-jira/queue';
import { isRecord } from './is-record.ts';

export const DIALECTS = ['cloud', 'datacenter'] as const;
export type Dialect = (typeof DIALECTS)[number];

export interface WouldSend {
  readonly method: 'POST';
  readonly path: string;
  readonly body: unknown;
}

export function requestFor(plan: Extract<Plan, { action: 'open' }>, event: AlertEvent, dialect: Dialect): WouldSend {
  const marker =
    plan.group === 'event'
      ? eventMarkerOf(event, workspaceOf(event.raw), true, plan.recovers ? plan.route : null)
      : faultMarkerOf(plan.faultKey, event, workspaceOf(event.raw), plan.route);
  const nothing: ReadonlySet<string> = new Set();
  const path = `/rest/api/${dialect === 'cloud' ? '3' : '2'}/issue`;
  const body =
    dialect === 'cloud'
      ? cloudRequest(withPlaceholder(plan.draft), marker, nothing)
      : dataCenterRequest(plan.draft, marker, nothing);
  return { method: 'POST', path, body };
}

/** Whether Jira Cloud would first be asked for the account that has this e-mail. */
export function asksForAccount({ assignee }: IssueDraft): string | null {
  return assignee.kind === 'person' && assignee.id.includes('@') ? assignee.id : null;
}

function withPlaceholder(draft: IssueDraft): IssueDraft {
  const email = asksForAccount(draft);
  const fields = Object.fromEntries(Object.entries(draft.fields).map(([id, value]) => [id, personIn(value)]));
  const known = { ...draft, fields };
  return email === null ? known : { ...known, assignee: { kind: 'person', id: accountOf(email) } };
}

/** A field that holds one or several people. */
function personIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(personIn);
  const id: unknown = isRecord(value) ? value.accountId : undefined;
  return typeof id === 'string' && id.includes('@') ? { accountId: accountOf(id) } : value;
}

function accountOf(email: string): string {
  return `<account id of ${email}>`;
}
