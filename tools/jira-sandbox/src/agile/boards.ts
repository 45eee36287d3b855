import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { failure } from '../errors.ts';
import { listParam } from '../issues/read.ts';
import type { JsonObject } from '../json.ts';
import type { Project } from '../state/model.ts';

/** The boards of the site: one of Scrum for each software project, where the site has sprints. */
export function listBoards(call: Call): Answer {
  const wanted = call.query.get('projectKeyOrId');
  const boards = boardsOf(call).filter(
    ({ project: { key, id } }) => wanted === null || wanted === key || wanted === id,
  );
  if (wanted !== null && boards.length === 0 && !call.state.projects.has(wanted))
    throw failure(400, `No project could be found with key or id '${wanted}'.`);
  const beans = boards.map(({ id, project }) => ({
    ...{ id, self: agileUrl(call, `/board/${id}`), name: `${project.key} board`, type: 'scrum' },
    ...(call.state.isCloud ? { location: { projectId: Number(project.id), projectKey: project.key } } : {}),
  }));
  return { status: 200, body: page(call, beans) };
}

/** `state` narrows it down: `active`, `future`, `closed`, several with commas. */
export function listSprints(call: Call): Answer {
  const board = boardsOf(call).find(({ id }) => String(id) === call.params.boardId);
  if (board === undefined)
    throw failure(
      404,
      'The requested board cannot be viewed because it either does not exist or you do not have permission to view it.',
    );
  const states = listParam(call, 'state');
  const sprints = call.state.site.sprints.filter(
    ({ project, state }) =>
      (project === undefined || project === board.project.key) && (states.length === 0 || states.includes(state)),
  );
  const beans = sprints.map(({ id, name, state }) => ({
    ...{ id, self: agileUrl(call, `/sprint/${id}`), state, name, originBoardId: board.id },
  }));
  return { status: 200, body: page(call, beans) };
}

function boardsOf({ state }: Call): { id: number; project: Project }[] {
  const projects = [...state.projects.values()].filter(({ type }) => type === 'software');
  return state.site.sprints.length === 0 ? [] : projects.map((project, n) => ({ id: n + 1, project }));
}

function page(call: Call, all: JsonObject[]): JsonObject {
  const startAt = Number(call.query.get('startAt') ?? 0) || 0;
  const maxResults = Math.min(Number(call.query.get('maxResults') ?? 50) || 50, 50);
  const values = all.slice(startAt, startAt + maxResults);
  return { maxResults, startAt, total: all.length, isLast: startAt + maxResults >= all.length, values };
}

function agileUrl({ baseUrl }: Call, path: string): string {
  return `${baseUrl}/rest/agile/1.0${path}`;
}
