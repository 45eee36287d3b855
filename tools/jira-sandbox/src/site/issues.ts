/** Issues that people have made before anything else came: what a Jira at work has, and an empty one has not. */
import { changeIssue } from '../issues/change.ts';
import type { Json } from '../json.ts';
import type { Issue, Project } from '../state/model.ts';
import { findResolution } from '../workflow/resolutions.ts';
import type { SiteIssue } from './site-issue.ts';

type State = Parameters<typeof changeIssue>[0];

/** Throws an Error that names what the site has not. */
export function addSiteIssues(state: State, issues: readonly SiteIssue[]): void {
  for (const one of issues) {
    const project = found(state.projects.get(one.project), `project ${one.project}`);
    const issue = issueFrom(state, project, one);
    state.commit(issue);
    const status =
      one.status === undefined ? undefined : found(state.statuses.find(one.status), `status ${one.status}`);
    if (status === undefined || status.key === issue.status) continue;
    changeIssue(state, issue, one.by, () => {
      issue.status = status.key;
      if (one.resolution !== undefined)
        issue.resolutionId = found(findResolution(one.resolution), `resolution ${one.resolution}`).id;
    });
  }
  // Nobody waits for the index to see what was there before.
  state.index.flush();
}

function issueFrom(state: State, project: Project, { issueType, summary, by, choices }: SiteIssue): Issue {
  const type = found(
    project.issueTypes.find(({ name }) => name === issueType),
    `issue type ${issueType} in ${project.key}`,
  );
  const now = state.now();
  return {
    ...{ id: state.nextId(), key: state.nextKey(project.key), formerKeys: [], projectKey: project.key },
    ...{ issueTypeId: type.id, summary, description: null, labels: [], assignee: null, reporter: by, creator: by },
    priorityId: project.priorities[Math.floor(project.priorities.length / 2)]?.id ?? null,
    status: (type.workflow ?? project.workflow).start.key,
    ...{ statusChanged: now, resolutionId: null, resolved: null, created: now, updated: now },
    other: Object.fromEntries(Object.entries(choices).map(([id, value]) => [id, choiceOf(project, id, value)])),
    ...{ properties: {}, comments: [], history: [] },
  };
}

function choiceOf(project: Project, fieldId: string, wanted: string): Json {
  const option = project.fields.get(fieldId)?.options.find(({ value }) => value === wanted);
  const { id, value } = found(option, `choice ${wanted} of ${fieldId} in ${project.key}`);
  return { id, value };
}

function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`the site has no ${what}`);
  return thing;
}
