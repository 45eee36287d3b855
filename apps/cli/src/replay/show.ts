/** Pure: what replay would do, and what it did. */

import { type FailedEvent, groupsOf } from '@guance-jira/operations';
import { columns, indent, type Look } from '../command-line/format.ts';
import { timeText } from '../command-line/times.ts';
import type { Words } from '../words/words.ts';

const SHOWN_OF_A_GROUP = 3;

export function showChosen(events: readonly FailedEvent[], words: Words, look: Look): string {
  const says = words.replay;
  const groups = groupsOf(events).map(({ route, reason, events: members }) => {
    const head = `${look.strong(String(members.length))}  ${says.ofRoute(route)}  ${look.level('bad', short(reason, 200))}`;
    const rows = columns(
      members
        .slice(0, SHOWN_OF_A_GROUP)
        .map(({ eventId, title, failedAt }) => [
          eventId,
          failedAt === null ? '' : look.faint(timeText(failedAt)),
          short(title, 60),
        ]),
    );
    const more = members.length - SHOWN_OF_A_GROUP;
    return [
      head,
      ...rows.map((line) => indent(line, 4)),
      ...(more > 0 ? [indent(look.faint(says.andMore(more)), 4)] : []),
    ].join('\n');
  });
  return groups.join('\n');
}

/** `[#########---------] 120/400`, for a terminal, which then overwrites it. */
export function progressBar(done: number, total: number): string {
  const width = 30;
  const filled = total === 0 ? width : Math.floor((done / total) * width);
  return `\r[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${done}/${total}`;
}

function short(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
