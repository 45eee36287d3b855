/** What validate has learnt from Jira; null stands for what Jira would not tell. */

import type { Transition } from '@guance-jira/jira';
import { type IssueRoute, namesIn } from '@guance-jira/mapping';
import type { FieldOnScreen } from '../jira/answers.ts';

/** A route as it leads to one of its places. */
export type PlacedRoute = IssueRoute & { readonly project: string; readonly issueType: string };

/** Once for each place to which an event may lead it. */
export function placesOf(route: IssueRoute): PlacedRoute[] {
  return namesIn(route.project).flatMap((project) =>
    namesIn(route.issueType).map((issueType) => ({ ...route, project, issueType })),
  );
}

export interface SiteFacts {
  readonly priorities: readonly string[] | null;
  readonly resolutions: readonly string[] | null;
  /** Every field there is: id → name. */
  readonly fieldNames: ReadonlyMap<string, string> | null;
}

/** What Jira says about issues of one type in one project. */
export interface PlaceFacts {
  /** Null: there is no such project, or the account may not see it. */
  readonly project: { key: string; name: string; projectTypeKey?: string | undefined } | null;
  /** Keys of projects that are there. */
  readonly projectKeys: readonly string[] | null;
  readonly permissions: Readonly<Record<string, boolean>> | null;
  readonly issueTypes: readonly { id: string; name: string; subtask: boolean }[] | null;
  /** Of the issue type that is meant. */
  readonly screen: readonly FieldOnScreen[] | null;
  /** Account → can be assigned issues of the project. */
  readonly assignable: ReadonlyMap<string, boolean | null>;
  /** People whom fields and watchers name → is there such an account. */
  readonly known: ReadonlyMap<string, boolean | null>;
  readonly groups: ReadonlyMap<string, boolean | null>;
  /** Of the project; null also where no comment is for a role. */
  readonly roles: readonly string[] | null;
  /** The statuses of the issue type. */
  readonly statuses: readonly Transition['to'][] | null;
  /** An issue of each open status that there is one of, ours before others', and what can be done with it. */
  readonly seen: readonly SeenIssue[];
}

export interface SeenIssue {
  readonly key: string;
  readonly status: Transition['to'];
  readonly transitions: readonly Transition[];
}

/** The rights without which no issue can be made, and those without which something of it cannot be done later. */
export const NEEDED = ['BROWSE_PROJECTS', 'CREATE_ISSUES'] as const;
export const USEFUL = ['ADD_COMMENTS', 'TRANSITION_ISSUES', 'ASSIGN_ISSUES', 'EDIT_ISSUES', 'LINK_ISSUES'] as const;

/** Those that the chart of `context` needs. */
export const FOR_CHARTS = ['CREATE_ATTACHMENTS'] as const;

export interface RouteFacts {
  readonly site: SiteFacts;
  readonly place: PlaceFacts;
}
