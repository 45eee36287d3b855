import type { Field, Option } from './field.ts';
import { customSchema, systemFields } from './kinds.ts';
import type { Choice, FieldCatalogue, FieldOptions } from './options.ts';

/** An id that stays the same for the same option of the same field, whatever else is changed. */
export type OptionIds = (fieldId: string, path: string) => string;

/** Every field that a project knows, on a screen or not: Jira's own, and those of the catalogue. */
export function fieldsFrom(catalogue: FieldCatalogue, ids: OptionIds): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const { id, name, nameZh, kind, schema } of systemFields) {
    const options = Object.hasOwn(catalogue, id) ? catalogue[id] : undefined;
    // Components, versions and levels stand on a screen where the project has some.
    const isOffered = !onlyWhereOffered.includes(id) || options !== undefined;
    const screens = isOffered ? (options?.screens ?? ['create', 'edit']) : [];
    // A name of the site's own has no translation but the site's own.
    const names = options?.name === undefined ? { name, nameZh } : { name: options.name, nameZh: options.nameZh };
    fields.set(id, { id, ...names, kind, schema, ...common(id, options, ids), screens });
  }
  for (const [id, options] of Object.entries(catalogue)) {
    if (fields.has(id)) continue;
    const kind = options.type ?? 'text';
    fields.set(id, {
      ...{ id, name: options.name ?? id, nameZh: options.nameZh, kind, schema: customSchema(id, kind) },
      ...common(id, options, ids),
      screens: options.screens ?? ['create', 'edit'],
    });
  }
  return fields;
}

const onlyWhereOffered = ['components', 'versions', 'fixVersions', 'security', 'parent', 'resolution', 'comment'];

function common(id: string, options: FieldOptions | undefined, ids: OptionIds) {
  return {
    required: options?.required ?? false,
    default: options?.default,
    options: optionsFrom(id, options?.options ?? [], ids),
    issueTypes: options?.issueTypes,
  };
}

function optionsFrom(id: string, given: NonNullable<FieldOptions['options']>, ids: OptionIds): Option[] {
  if (Array.isArray(given)) return given.map((choice) => optionFrom(id, choice, ids));
  return Object.entries(given).map(([value, children]) => ({
    ...optionFrom(id, value, ids),
    children: children.map((child) => ({ ...optionFrom(id, child, ids), id: ids(id, `${value}/${child}`) })),
  }));
}

function optionFrom(id: string, choice: Choice, ids: OptionIds): Option {
  if (typeof choice === 'string') return { id: ids(id, choice), value: choice, disabled: false, children: [] };
  const { value, disabled = false, members } = choice;
  return { id: choice.id ?? ids(id, value), value, disabled, children: [], members };
}
