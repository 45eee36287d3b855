import type { Call } from '../../call.ts';
import { isObject, type Json } from '../../json.ts';
import type { Account, Comment } from '../../state/model.ts';

export type Visibility = NonNullable<Comment['visibility']>;

/** Who may read a comment: `{ type, value }`. The author has to be one of them, in the words that public clients quote (`commentLevel`). */
export function readVisibility(
  { state, account }: Call,
  value: Json | undefined,
): Visibility | undefined | { error: string } {
  if (value === undefined || value === null) return undefined;
  const { type, value: given, identifier } = isObject(value) ? value : {};
  // Cloud takes the name of a role as `identifier` too.
  const name = given ?? (state.isCloud && type === 'role' ? identifier : undefined);
  if ((type !== 'group' && type !== 'role') || typeof name !== 'string')
    return { error: 'Either a group or a role must be given as visibility.' };
  const all = [...state.accounts.values()].flatMap((one) =>
    type === 'role' ? [...one.roles, 'Administrators'] : one.groups,
  );
  if (!all.includes(name))
    return { error: type === 'role' ? `Role with id: ${name} does not exist.` : `Group: ${name} does not exist.` };
  if (account !== undefined && mayRead(account, { type, value: name })) return { type, value: name };
  const what = type === 'role' ? 'project role' : 'group';
  return { error: `You are currently not a member of the ${what}: ${name}.` };
}

export function mayRead({ groups, roles, admin }: Account, visibility: Visibility | undefined): boolean {
  if (visibility === undefined) return true;
  if (visibility.type === 'group') return groups.includes(visibility.value);
  return roles.includes(visibility.value) || (admin && visibility.value === 'Administrators');
}
