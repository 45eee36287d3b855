import type { Answer } from '../../answer.ts';
import { bodyObject, type Call } from '../../call.ts';
import { failure, fieldFailure } from '../../errors.ts';
import { issueTypeOf } from '../../fields/screens.ts';
import { isObject, type Json, objectOr, without } from '../../json.ts';
import { statusBean } from '../../meta/beans.ts';
import type { Issue, Project } from '../../state/model.ts';
import { checkFields } from '../../validate/fields.ts';
import { checkUpdate } from '../../validate/update.ts';
import type { Transition } from '../../workflow/workflow.ts';
import { changeIssue } from '../change.ts';
import { addCommentTo, readCommentUpdates } from '../comments/comments.ts';
import { authorOf, issueOf, projectOf, writableIssue } from '../of-call.ts';
import { missingOnScreen, resolutionWanted, screenBean } from './transition-screen.ts';

/** Nothing is offered of an archived issue: an empty list, as for an account without the right. */
export function getTransitions(call: Call): Answer {
  const issue = issueOf(call);
  const project = projectOf(call, issue);
  const withFields = (call.query.get('expand') ?? '').split(',').includes('transitions.fields');
  const offered = issue.archived === true ? [] : transitionsFor(project, issue);
  const transitions = offered.map((transition) => bean(call, project, transition, withFields));
  return { status: 200, body: { expand: 'transitions', transitions } };
}

export function doTransition(call: Call): Answer {
  const issue = writableIssue(call);
  const project = projectOf(call, issue);
  const body = bodyObject(call);
  const given = isObject(body.transition) ? body.transition.id : undefined;
  if (given === undefined) throw failure(400, "Missing 'transition' identifier");
  const transition = transitionsFor(project, issue).find((known) => known.id === given);
  // Ids are strings; a number is refused, since Jira's schema says so though some versions are lenient.
  if (transition === undefined) throw failure(400, `Transition id '${String(given)}' is not valid for this issue.`);
  const fields = objectOr(body.fields);
  const update = objectOr(body.update);
  const screen = [...(transition.screen?.keys() ?? [])];
  const errors = missingOnScreen(project, transition, fields, update);
  const resolution = resolutionWanted(transition, fields, errors);
  const checked = checkFields(call, project, without(fields, ['resolution']), screen);
  const updates = checkUpdate(call, project, update, fields, screen);
  Object.assign(errors, checked.errors, updates.errors);
  // Without a screen a comment is dropped without a word: tried in ankitpokhrel/jira-cli#1024.
  const comments = transition.screen === undefined ? [] : readCommentUpdates(call, update, errors);
  if (Object.keys(errors).length > 0) throw fieldFailure(errors);

  changeIssue(call.state, issue, authorOf(call), () => {
    issue.status = transition.to.key;
    const afterwards = resolution === undefined ? transition.resolutionId : resolution;
    if (afterwards !== undefined) issue.resolutionId = afterwards;
    for (const apply of [...checked.applies, ...updates.applies]) apply(issue);
    for (const comment of comments) addCommentTo(call, issue, comment);
  });
  return {
    status: 204,
    headers: { 'content-type': call.state.isCloud ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8' },
  };
}

/** What can be done with the issue now. */
function transitionsFor(project: Project, issue: Issue): Transition[] {
  const workflow = issueTypeOf(project, issue.issueTypeId).workflow ?? project.workflow;
  return workflow.from.get(issue.status) ?? [];
}

function bean(call: Call, project: Project, transition: Transition, withFields: boolean): Json {
  const { id, name, to, screen, isGlobal } = transition;
  return {
    id,
    name: name[call.state.settings.language],
    to: statusBean(call, to.key),
    ...(call.state.isCloud
      ? {
          hasScreen: screen !== undefined,
          isGlobal,
          isInitial: false,
          isAvailable: true,
          isConditional: false,
          isLooped: false,
        }
      : {}),
    ...(withFields ? { fields: screenBean(call, project, transition) } : {}),
  };
}
