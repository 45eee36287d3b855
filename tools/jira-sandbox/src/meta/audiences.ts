/** Roles and groups: who may be named as the readers of a comment. */
import type { Answer } from '../answer.ts';
import { type Call, restUrl } from '../call.ts';
import { projectOfPath } from './handlers.ts';

export function listRoles(call: Call): Answer {
  const { key } = projectOfPath(call);
  const roles = [...call.state.accounts.values()].flatMap((account) => account.roles);
  const names = [...new Set([...roles, 'Administrators'])];
  return {
    status: 200,
    body: Object.fromEntries(names.map((name, n) => [name, restUrl(call, `/project/${key}/role/${10_000 + n}`)])),
  };
}

/** By a part of the name. */
export function pickGroups(call: Call): Answer {
  const wanted = (call.query.get('query') ?? '').toLowerCase();
  const inFields = [...call.state.projects.values()].flatMap(({ fields }) =>
    [...fields.values()].flatMap(({ kind, options }) =>
      kind === 'group' || kind === 'multigroup' ? options.map(({ value }) => value) : [],
    ),
  );
  const all = new Set([...[...call.state.accounts.values()].flatMap((account) => account.groups), ...inFields]);
  const names = [...all].filter((name) => name.toLowerCase().includes(wanted));
  const groups = names.map((name) => ({
    name,
    html: name,
    ...(call.state.isCloud ? { groupId: `group-${name}` } : {}),
  }));
  return {
    status: 200,
    body: { groups, header: `Showing ${names.length} of ${names.length} matching groups`, total: names.length },
  };
}
