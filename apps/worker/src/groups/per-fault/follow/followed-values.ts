/** Pure: what the followed fields of a fault are by its event, and a print of it to tell whether that has changed. */
import { hash } from 'node:crypto';
import { type IssueDraft, type IssueRoute, planWith } from '@guance-jira/mapping';
import type { FaultTurn } from '../context.ts';

/** The issue as this event would have it made, with the followed fields alone and nobody to look up for it. */
export function followedDraft({ event, rules }: Pick<FaultTurn, 'event' | 'rules'>, route: IssueRoute): IssueDraft {
  const { wikiFields, writing: how, ...draft } = planWith(event, route, rules).draft;
  const isFollowed = ([field]: readonly [string, unknown]) => route.follow.includes(field);
  const only = <T>(fields: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(fields).filter(isFollowed));
  return {
    ...draft,
    assignee: { kind: 'project-default' },
    fields: only(draft.fields),
    ...(wikiFields === undefined ? {} : { wikiFields: only(wikiFields) }),
    ...(how === undefined ? {} : { writing: { ...how, lists: only(how.lists) } }),
  };
}

export function printOf({ fields, wikiFields = {} }: IssueDraft): string {
  return hash('sha256', JSON.stringify([fields, wikiFields]), 'base64url').slice(0, PRINT_LENGTH);
}

/** Enough to tell two values of one field apart; there may be a million records. */
const PRINT_LENGTH = 12;
