/**
 * Guance's list of mutes, page by page, each in its turn. A look that has to wait between two pages goes on where it was. One that leaves
 * the list meanwhile moves all behind it up, one of them onto a page that was read already; so more than one page is read once more,
 * until the list was twice the same.
 */
import type { Mute } from '@guance-jira/guance';
import type { Looking } from '@guance-jira/ledger';
import type { Step } from '../disposition.ts';
import { type Asking, asked, laterAfter, myTurn } from './asking.ts';
import { type BackTurn, overtaken } from './back-turn.ts';

export interface MuteSearch {
  /** What is in the name of each that is looked for. */
  name: string;
  /** Tells one look from another. */
  look: string;
  standing: boolean;
  /** Nothing more is looked for once one is found. */
  onlyOne: boolean;
  isOurs: (mute: Mute) => boolean;
  /** Where it cannot be told whether it is ours. */
  isUnknown: (mute: Mute) => boolean;
}

export interface MuteList {
  end: 'done';
  found: Mute[];
  /** Why there may be more than these; null where there are not. */
  unread: string | null;
}

/** @param begun how far a look for mutes of this issue had come */
export async function listMutes(
  turn: Asking & Pick<BackTurn, 'note'>,
  begun: Looking | null,
  search: MuteSearch,
): Promise<MuteList | { end: 'refused'; reason: string } | Step> {
  const { name, look, standing, isOurs, isUnknown } = search;
  let at: Looking = begun?.look === look ? begun : { look, page: 1, found: [], unknown: 0 };
  for (;;) {
    const notYet = await myTurn(turn);
    if (notYet) return notYet;
    const { page } = at;
    const end = await asked(turn, 'mutes', (guance) => guance.mutes(turn.workspace, { name, page, standing }));
    if (end.end === 'refused') return { end: 'refused', reason: end.failure.message };
    if (end.end !== 'done') return laterAfter(end.failure);
    const { mutes, more } = end.answer;
    const known = new Set(at.found.map(({ id }) => id));
    const found = [...at.found, ...mutes.filter((mute) => isOurs(mute) && !known.has(mute.id))];
    const unknown = at.unknown + mutes.filter(isUnknown).length;
    const listed = (at.listed ?? 0) + mutes.length;
    if (search.onlyOne && found.length > 0) return { end: 'done', found, unread: null };
    if (more && page < MAX_PAGES) at = { ...at, page: page + 1, found, unknown, listed };
    else {
      const reads = [...(at.reads ?? []), `${listed} ${found.length}`];
      const isSame = page === 1 || reads.at(-1) === reads.at(-2);
      if (more || isSame || reads.length >= MAX_READS) {
        return { end: 'done', found, unread: unreadOf({ more, unknown, isSame }) };
      }
      at = { look, page: 1, found, unknown: 0, reads };
    }
    if (!(await turn.note({ looking: at }))) return overtaken();
  }
}

/** Of a hundred each; beyond that something else is wrong, as one search takes all turns of some minutes. */
const MAX_PAGES = 50;

/** Where it differs each time the next change looks again. */
const MAX_READS = 4;

function unreadOf({ more, unknown, isSame }: { more: boolean; unknown: number; isSame: boolean }): string | null {
  if (more) return `Guance lists more than ${MAX_PAGES} pages of mutes by this name`;
  if (!isSame) return `Guance's list of mutes was another each of ${MAX_READS} times`;
  return unknown > 0 ? `Guance does not tell the names of ${unknown} mutes` : null;
}
