/** What our mutes are called in Guance, where people read it, and where they are found by it. */
import { hash } from 'node:crypto';
import type { BackTurn } from './back-turn.ts';

type NameParts = Pick<BackTurn, 'subject' | 'closing' | 'issueId' | 'site'>;

/** The same for one closing of one issue, and for no other. */
export function nameOf(turn: NameParts): string {
  return `${namePrefixOf(turn)} ${turn.subject.issueKey} ${closingMark(turn)}`;
}

/** Of all mutes of one issue: by its id, since its key changes when it is moved, and by its Jira, since others have equal ids. */
export function namePrefixOf({ site, issueId }: Pick<NameParts, 'site' | 'issueId'>): string {
  return `guance-jira ${hash('sha256', `${site} ${issueId}`, 'hex').slice(0, 10)}`;
}

/** What the name of one of ours begins with, whosever issue it is of; null for one of others. */
export function prefixIn(name: string | null): string | null {
  return /^guance-jira [0-9a-f]{10}(?= )/.exec(name ?? '')?.[0] ?? null;
}

/** What all of them have in their names. */
export const ALL_NAMES = 'guance-jira ';

export function isOfClosing(turn: NameParts, name: string | null): boolean {
  return name?.startsWith(`${namePrefixOf(turn)} `) === true && name.endsWith(` ${closingMark(turn)}`);
}

function closingMark({ issueId, closing }: Pick<NameParts, 'issueId' | 'closing'>): string {
  return hash('sha256', `${issueId} ${closing}`, 'hex').slice(0, 8);
}
