import type { Call } from '../call.ts';
import type { Field, Option } from '../fields/field.ts';
import { isObject } from '../json.ts';
import type { Issue, Project } from '../state/model.ts';

/** Levels that the caller may give an issue: those that it is in itself. */
export function visibleLevels({ account }: Pick<Call, 'account'>, { options }: Field): Option[] {
  return options.filter((level) => !level.disabled && isMember(level, account?.login));
}

/** Whether the level of the issue shows it to this account; an issue without a level is everybody's. */
export function levelShows(project: Project | undefined, issue: Issue, login: string): boolean {
  const { security } = issue.other;
  const id = isObject(security) ? security.id : undefined;
  if (id === undefined) return true;
  const level = project?.fields.get('security')?.options.find((option) => option.id === id);
  return level === undefined || isMember(level, login);
}

function isMember({ members }: Option, login: string | undefined): boolean {
  return members === undefined || (login !== undefined && members.includes(login));
}
