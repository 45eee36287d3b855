import { type Answer, bodyObject, type Call } from '../call.ts';
import { failure, fieldFailure } from '../errors.ts';
import { isObject, type Json, type JsonObject, objectOr } from '../json.ts';
import { resolutionBean, statusBean } from '../meta/beans.ts';
import { asksResolution, findResolution, resolutions, type Transition, transitionsFor } from '../meta/workflow.ts';
import type { Project } from '../state/model.ts';
import { checkFields } from '../validate/fields.ts';
import { checkUpdate } from '../validate/update.ts';
import { projectOf } from './bean.ts';
import { changeIssue } from './change.ts';
import { addCommentTo, readCommentUpdates } from './comments.ts';
import { without } from './create.ts';
import { authorOf, issueOf } from './edit.ts';

export function getTransitions(call: Call): Answer {
  const issue = issueOf(call);
  const project = projectOf(call, issue);
  const withFields = (call.query.get('expand') ?? '').split(',').includes('transitions.fields');
  const transitions = transitionsFor(project, issue).map((transition) => bean(call, project, transition, withFields));
  return { status: 200, body: { expand: 'transitions', transitions } };
}

export function doTransition(call: Call): Answer {
  const issue = issueOf(call);
  const project = projectOf(call, issue);
  const body = bodyObject(call);
  const given = isObject(body.transition) ? body.transition.id : undefined;
  if (given === undefined) throw failure(400, "Missing 'transition' identifier");
  const transition = transitionsFor(project, issue).find((known) => known.id === given);
  // Ids are strings; a number is refused, since Jira's schema says so though some versions are lenient.
  if (transition === undefined) throw failure(400, `Transition id '${String(given)}' is not valid for this issue.`);
  const fields = objectOr(body.fields);
  const errors: Record<string, string> = {};
  const resolutionId = readResolution(project, transition, fields, errors);
  const checked = checkFields(call, project, without(fields, ['resolution']), project.editScreenFields);
  const updates = checkUpdate(call, project, objectOr(body.update), fields, project.editScreenFields);
  Object.assign(errors, checked.errors, updates.errors);
  const comments = readCommentUpdates(call, objectOr(body.update), errors);
  if (Object.keys(errors).length > 0) throw fieldFailure(errors);

  changeIssue(call.state, issue, authorOf(call), () => {
    issue.status = transition.to;
    issue.resolutionId = transition.to === 'done' ? resolutionId : null;
    for (const apply of [...checked.applies, ...updates.applies]) apply(issue);
    for (const comment of comments) addCommentTo(call, issue, comment);
  });
  return {
    status: 204,
    headers: { 'content-type': call.state.isCloud ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8' },
  };
}

function readResolution(
  project: Project,
  transition: Transition,
  fields: JsonObject,
  errors: Record<string, string>,
): string | null {
  const automatic = transition.to === 'done' && project.resolution === 'automatic' ? '10000' : null;
  if (fields.resolution === undefined) {
    if (transition.to === 'done' && project.resolution === 'required') errors.resolution = 'Resolution is required.';
    return automatic;
  }
  if (!asksResolution(project, transition)) {
    errors.resolution = "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown.";
    return automatic;
  }
  const { id, name } = objectOr(fields.resolution);
  const found = findResolution(String(id ?? name ?? ''));
  if (found === undefined) errors.resolution = `Resolution name '${String(name ?? id ?? '')}' is not valid`;
  return found?.id ?? null;
}

function bean(call: Call, project: Project, transition: Transition, withFields: boolean): Json {
  const asks = asksResolution(project, transition);
  const field = {
    required: project.resolution === 'required',
    schema: { type: 'resolution', system: 'resolution' },
    name: 'Resolution',
    ...(call.state.isCloud ? { key: 'resolution' } : { fieldId: 'resolution' }),
    hasDefaultValue: false,
    operations: ['set'],
    allowedValues: resolutions.map(({ id }) => resolutionBean(call, id)),
  };
  return {
    id: transition.id,
    name: transition.name[call.state.settings.language],
    to: statusBean(call, transition.to),
    ...(call.state.isCloud
      ? { hasScreen: asks, isGlobal: false, isInitial: false, isAvailable: true, isConditional: false, isLooped: false }
      : {}),
    ...(withFields ? { fields: asks ? { resolution: field } : {} } : {}),
  };
}
