import type { Part } from '@guance-jira/sandbox-pages';
import type { Field } from '../fields/field.ts';
import { arrayOr, isObject, type Json } from '../json.ts';
import { anchor } from './anchor.ts';
import type { Shown } from './parts.ts';
import { person, rich } from './parts.ts';

/** The value of a field as a person reads it; undefined where there is none. */
export function fieldValue(state: Shown, field: Field | undefined, value: Json | undefined): Part | undefined {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  if (field?.kind === 'textarea')
    return rich(isObject(value) ? { form: 'adf', doc: value } : { form: 'wiki', text: String(value) });
  if (field?.kind === 'url') return anchor(String(value), String(value));
  if (field?.kind === 'sprint') return state.site.sprints.find(({ id }) => id === value)?.name ?? String(value);
  if (Array.isArray(value))
    return arrayOr(value)
      .map((item) => words(state, field, item))
      .join(', ');
  return words(state, field, value);
}

function words(state: Shown, field: Field | undefined, value: Json): string {
  if (field?.kind === 'organizations')
    return field.options.find(({ id }) => id === String(value))?.value ?? String(value);
  if (!isObject(value)) return String(value);
  const { accountId, name, value: option, child } = value;
  if (typeof accountId === 'string' || field?.kind === 'user' || field?.kind === 'multiuser') {
    const account = [...state.accounts.values()].find((one) => one.accountId === accountId || one.login === name);
    return person(state, account?.login ?? String(accountId ?? name));
  }
  const shown = typeof option === 'string' ? option : name;
  if (typeof shown !== 'string') return JSON.stringify(value);
  return isObject(child) ? `${shown} / ${String(child.value)}` : shown;
}
