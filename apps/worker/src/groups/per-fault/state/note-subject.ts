/** For the way back to Guance: what an issue stands for there, as the newest abnormal event of its fault says. */
import { type FaultState, noteBack, type Subject } from '@guance-jira/ledger';
import { type AlertEvent, type IssueRoute, mutableTags } from '@guance-jira/mapping';
import type { FaultTurn } from '../context.ts';

/** Nothing where the route has no `back`. A recovery may name less than its fault, so what that said stays. */
export async function noteSubject(turn: FaultTurn, route: IssueRoute | null, state: FaultState): Promise<void> {
  const { event, redis, keys, fence, objectKey, jira } = turn;
  if (!route?.back || state.issue === null || state.storm !== null || event.recovered) return;
  const subject: Subject = {
    ...{ issueKey: state.issue.key, route: route.name, objectKey, faultKey: state.faultKey },
    ...{ workspace: event.workspace.id ?? '', ref: event.ref, muted: mutedOf(event), at: turn.facts.moment.at },
  };
  await noteBack({ redis, keys, site: jira.ledger.site }, state.issue.id, { objectKey, fence }, { subject });
}

/** Null where a mute would silence more than the object. */
function mutedOf(event: AlertEvent): Subject['muted'] {
  const { id, name } = event.monitor;
  const tags = mutableTags(event);
  return id === null || tags === null ? null : { monitorId: id, monitorName: name ?? id, tags };
}
