/** Pure: what the rules have for a field of Jira, as far as an alert decides it. */
import type { CreateSchema } from '@guance-jira/jira';
import { type IssueRoute, isChosen, type OwnFieldId, sourcesOf, uncertainIn } from '@guance-jira/mapping';
import { keyOf } from '@guance-jira/operations';
import { constantsOf } from './constants-of.ts';

export interface RuleValue {
  /** As it stands in the rules, where it is one text. */
  readonly source: string;
  /** Variables in it that an alert may lack. */
  readonly uncertain: readonly string[];
  /** One template by itself, which can stand in a list of choices or take a default. */
  readonly isTemplate: boolean;
}

/** Null where it is the same for every alert, or where the route does not set the field. */
export function ruleValueOf(id: string, route: IssueRoute, schema: Pick<CreateSchema, 'fields'>): RuleValue | null {
  const key = keyOf(id, route, schema);
  const value = route.fields.find(([one]) => one === key)?.[1];
  if (value !== undefined) {
    const isFixed = constantsOf(value).some((constant) => String(constant ?? '').trim() !== '');
    if (isFixed) return null;
    return {
      source: sourcesOf(value).join(' '),
      uncertain: uncertainIn(value, route),
      isTemplate: value.kind === 'text',
    };
  }
  return Object.hasOwn(OWN, id) ? OWN[id as OwnFieldId](route) : null;
}

/** What has a key of its own. */
const OWN: Record<OwnFieldId, (route: IssueRoute) => RuleValue | null> = {
  ...{ project: same, issuetype: same, summary: same, description: same, labels: same },
  assignee: (route) =>
    route.assignee && {
      source: route.assignee.source,
      uncertain: uncertainIn(route.assignee.source, route),
      isTemplate: true,
    },
  priority: ({ priority }) => {
    const isByLevel = priority !== null && typeof priority === 'object' && !isChosen(priority);
    return isByLevel ? { source: 'priority', uncertain: [], isTemplate: false } : null;
  },
};

/** No alert leaves it open. */
function same(): null {
  return null;
}
