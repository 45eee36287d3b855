/** Pure: the request by which an event's issue would be made, as both kinds of Jira get it. */

import {
  cloudCreateRequest as cloudRequest,
  dataCenterCreateRequest as dataCenterRequest,
  eventMarkerOf,
  faultMarkerOf,
} from '@guance-jira/jira';
import type { AlertEvent, IssueDraft, Plan } from '@guance-jira/mapping';
import { workspaceOf } from '@guance-jira/queue';

export type Dialect = 'cloud' | 'datacenter';

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
  return email === null ? draft : { ...draft, assignee: { kind: 'person', id: `<account id of ${email}>` } };
}
