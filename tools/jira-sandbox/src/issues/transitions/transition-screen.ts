import type { Call } from '../../call.ts';
import type { Field } from '../../fields/field.ts';
import { fieldMeta } from '../../fields/meta.ts';
import { isObject, type JsonObject } from '../../json.ts';
import type { Project } from '../../state/model.ts';
import { isEmpty, notOnScreen } from '../../validate/fields.ts';
import { findResolution } from '../../workflow/resolutions.ts';
import type { Transition } from '../../workflow/workflow.ts';

/** `fields` of a transition with `expand=transitions.fields`. */
export function screenBean(call: Call, project: Project, transition: Transition): JsonObject {
  const listed = screenFields(project, transition).filter(([{ id }]) => id !== 'comment' || transition.listsComment);
  const fields = listed.map(([field, required]): [string, JsonObject] => [
    field.id,
    fieldMeta(call, project, field, required),
  ]);
  return Object.fromEntries(fields);
}

/** What the screen asks for and the request lacks, whatever the issue has already. A comment comes under `update` ("Comment is required.": go-jira/jira#444); the resolution is judged by itself. */
export function missingOnScreen(
  project: Project,
  transition: Transition,
  fields: JsonObject,
  update: JsonObject,
): Record<string, string> {
  const missing = screenFields(project, transition).filter(
    ([{ id }, required]) =>
      required && id !== 'resolution' && isEmpty(fields[id] ?? null) && isEmpty(update[id] ?? null),
  );
  return Object.fromEntries(missing.map(([{ id, name }]) => [id, `${name} is required.`]));
}

/** The resolution that the request asks for: its id, null to clear it, undefined where it names none. */
export function resolutionWanted(
  transition: Transition,
  fields: JsonObject,
  errors: Record<string, string>,
): string | null | undefined {
  const onScreen = transition.screen?.get('resolution');
  const given = fields.resolution;
  if (given !== undefined && onScreen === undefined) {
    errors.resolution = notOnScreen('resolution');
    return undefined;
  }
  if (given === undefined || given === null) {
    if (onScreen?.required === true) errors.resolution = 'Resolution is required.';
    return given;
  }
  const { id, name } = isObject(given) ? given : {};
  const found = findResolution(String(id ?? name ?? ''));
  if (found === undefined) errors.resolution = `Resolution name '${String(name ?? id ?? '')}' is not valid`;
  return found?.id;
}

function screenFields(project: Project, { screen }: Transition): [Field, boolean][] {
  return [...(screen ?? [])].flatMap(([id, { required }]): [Field, boolean][] => {
    const field = project.fields.get(id);
    return field === undefined ? [] : [[field, required]];
  });
}
