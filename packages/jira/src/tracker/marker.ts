import { hash } from 'node:crypto';
import type { AlertEvent } from '@guance-jira/mapping';
import { distinctText, type Workspace } from '@guance-jira/queue';
import type { FoundIssue, IssueRef } from './records/issues.ts';
import type { MarkerProperty } from './records/marker-property.ts';

/**
 * The marker of an issue. It hangs on its subject alone (the event and its workspace, or under `group: fault` the fault's key), so
 * that every worker, and a worker after a wiped Redis, finds the same one. 128 bits of a hash: no spaces, and nothing of the alert
 * in a label.
 */
export function markerOf(subject: string, eventId: string, faultKey: string): Marker {
  const label = hashedLabel(subject);
  return { label, property: { v: 1, marker: label, eventId, faultKey } };
}

/**
 * The marker of an issue for one event alone.
 *
 * @param first its workspace was the first with this event id, so that what 0.1 made of the id is its own
 * @param recoveredBy the route, where a recovery of the event's fault is to find its issue
 */
export function eventMarkerOf(
  event: AlertEvent,
  workspace: Workspace,
  first = true,
  recoveredBy: string | null = null,
): Marker {
  const { eventId } = event;
  const marker = markerOf(`event ${workspace} ${eventId}`, eventId, event.faultKey);
  const older = {
    label: hashedLabel(eventId),
    isOurs: ({ property }: FoundIssue) => property?.workspace === undefined && isOfWorkspace(property?.faultKey, event),
  };
  const property = { ...marker.property, workspace };
  const own: Marker = { ...marker, ...(first ? { older } : {}), property };
  if (recoveredBy === null) return own;
  const objectLabel = eventsLabelOf(event);
  return { ...own, objectLabel, property: { ...property, also: [objectLabel], route: recoveredBy } };
}

/**
 * The marker under `group: fault`. The object's label stays the same over all faults of the object, so that after a wiped Redis
 * a fault that went on in the issue of an older one is still found there. The route is what later events of the fault follow.
 *
 * @param name the key under which the fault is kept
 */
export function faultMarkerOf(name: string, event: AlertEvent, workspace: Workspace, route: string): Marker {
  const marker = markerOf(name, event.eventId, name);
  const objectLabel = objectLabelOf(event.objectKey);
  const before = event.faultKeyBefore;
  return {
    ...marker,
    ...(before === null || before === name ? {} : { older: olderOfFault(before, event) }),
    objectLabel,
    property: { ...marker.property, also: [objectLabel], route, workspace },
  };
}

/** The marker of an issue in place of one of the same fault that stands: a search must not take that one for it. */
export function insteadOf({ older, ...marker }: Marker, { id }: IssueRef): Marker {
  const label = hashedLabel(`${marker.label} in place of ${id}`);
  return { ...marker, label, property: { ...marker.property, marker: label } };
}

/** 0.1 wrote the object's label too, which has always told the workspace. */
function olderOfFault(before: string, event: AlertEvent): NonNullable<Marker['older']> {
  const label = hashedLabel(before);
  const object = objectLabelOf(event.objectKey);
  return {
    label,
    isOurs: ({ markers, property }) => {
      if (property?.workspace !== undefined) return false;
      const others = markers.filter((marker) => /^gj-[0-9a-f]{32}$/.test(marker) && marker !== label);
      return others.length === 0 || others.includes(object);
    },
  };
}

/** A fault that 0.1 named by its start or its event has the workspace in its key; one that it named by an id tells nothing. */
function isOfWorkspace(key: string | undefined, event: AlertEvent): boolean {
  if (key?.includes('/') !== true) return true;
  return key.split('/')[0] === event.objectKey.split('/')[0];
}

/** The label that all issues of a fault's events share, where each has its own. */
export function eventsLabelOf(event: AlertEvent): string {
  return hashedLabel(`events of ${event.faultKey}`);
}

export function objectLabelOf(objectKey: string): string {
  return hashedLabel(`object ${objectKey}`);
}

function hashedLabel(subject: string): string {
  return `gj-${hash('sha256', distinctText(subject), 'hex').slice(0, 32)}`;
}

/** How we can find an issue of ours again when the ledger does not know it. */
export interface Marker {
  /** Hashed label, the same for every try at the same event. */
  label: string;
  /** Label of the same subject by 0.1, which did not tell workspaces apart. */
  older?: OlderLabel;
  /** Hashed label of the object, the same over all its faults; under `group: event` of the fault, where it can recover. */
  objectLabel?: string;
  /** Value of the issue property, which survives people's label edits and screens without labels. */
  property: MarkerProperty;
}

/** An issue that 0.1 may have made for this subject, or for the same id in another workspace. */
export interface OlderLabel {
  label: string;
  isOurs: (issue: FoundIssue) => boolean;
}
