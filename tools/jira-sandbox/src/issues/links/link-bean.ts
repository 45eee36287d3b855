import { type Call, restUrl } from '../../call.ts';
import type { Json, JsonObject } from '../../json.ts';
import { statusBean } from '../../meta/beans.ts';
import type { Issue } from '../../state/model.ts';
import { maySee } from '../visible.ts';

export const linkTypes = [
  { id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
  { id: '10001', name: 'Cloners', inward: 'is cloned by', outward: 'clones' },
  { id: '10002', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
  { id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' },
];

export function linkTypeBean(call: Call, type: (typeof linkTypes)[number]): JsonObject {
  return { ...type, self: restUrl(call, `/issueLinkType/${type.id}`) };
}

/** The links as the issue shows them: each names only the other end. */
export function linkBeans(call: Call, issue: Issue): Json[] {
  const found: Json[] = [];
  for (const link of call.state.links.values()) {
    if (link.inwardId !== issue.id && link.outwardId !== issue.id) continue;
    const isInward = link.inwardId === issue.id;
    const other = call.state.issues.get(isInward ? link.outwardId : link.inwardId);
    const type = linkTypes.find((known) => known.id === link.typeId);
    if (other === undefined || type === undefined || !maySee(call, other)) continue;
    found.push({
      id: link.id,
      self: restUrl(call, `/issueLink/${link.id}`),
      type: linkTypeBean(call, type),
      [isInward ? 'outwardIssue' : 'inwardIssue']: {
        id: other.id,
        key: other.key,
        self: restUrl(call, `/issue/${other.id}`),
        fields: { summary: other.summary, status: statusBean(call, other.status) },
      },
    });
  }
  return found;
}
