import type { IssueType, Project } from '../state/model.ts';
import type { Field } from './field.ts';

export type Screen = 'create' | 'edit';

/** Ids of the fields that can be set there, in order; a project's own list goes before what the fields say. */
export function screenOf(project: Project, type: IssueType, screen: Screen): string[] {
  const own = (screen === 'create' ? type.screenFields : type.editScreenFields) ?? ownList(project, screen);
  const ids = own ?? [...project.fields.values()].filter((field) => field.screens.includes(screen)).map(({ id }) => id);
  const parent = type.subtask && screen === 'create' ? ['parent'] : [];
  return [...new Set([...ids, ...parent])].filter((id) => {
    const field = project.fields.get(id);
    return field !== undefined && hasType(field, type);
  });
}

/** Whether Jira asks for it when an issue of this type is made. */
export function isRequired(field: Field, type: IssueType): boolean {
  if (['project', 'issuetype', 'summary'].includes(field.id)) return true;
  if (field.id === 'parent') return type.subtask;
  return field.required || type.required?.includes(field.id) === true;
}

export function issueTypeOf(project: Project, id: string): IssueType {
  return project.issueTypes.find((type) => type.id === id) ?? { id, name: '', subtask: false };
}

function ownList(project: Project, screen: Screen): string[] | undefined {
  return screen === 'create' ? project.screenFields : (project.editScreenFields ?? project.screenFields);
}

function hasType({ issueTypes }: Field, { name }: IssueType): boolean {
  return issueTypes === undefined || issueTypes.includes(name);
}
