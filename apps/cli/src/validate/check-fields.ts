/** Pure: the create screen against what a route sends. */

import { fieldsFor, fold, keyThatSets } from '@guance-jira/jira';
import { type IssueRoute, isChosen, isStandard, namesIn, prioritiesIn, type Rules } from '@guance-jira/mapping';
import {
  FILLED_BY_JIRA,
  type FieldOnScreen,
  type PlacedRoute,
  type RouteFacts,
  setsOwn,
} from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';
import { checkRequired } from './check-required.ts';
import { checkValues } from './check-values.ts';
import { shownField, shownNames } from './shown.ts';

export function checkFields(route: PlacedRoute, rules: Rules, { site, place }: RouteFacts, words: Words): Check[] {
  const says = words.validate;
  const { screen } = place;
  if (screen === null) return [check('fields', 'screen_unknown', 'unknown', says.screenUnknown(route.project))];
  const checks = [
    ...required(route, screen, words),
    ...checkRequired(route, rules, screen, words),
    ...ambiguous(route, screen, words),
    ...ownKeys(route, screen, words),
    ...offScreen(route, screen, site.fieldNames, words),
    ...notAllowed(route, screen, words),
    ...checkValues(route, screen, rules.people, words),
  ];
  const fields = checks.length > 0 ? checks : [check('fields', 'fields', 'ok', says.fieldsFine)];
  return [...fields, ...priorities(route, screen, site.priorities, words), ...labels(screen, words)];
}

function required(route: IssueRoute, screen: readonly FieldOnScreen[], words: Words): Check[] {
  const filled = new Set([
    ...FILLED_BY_JIRA,
    ...Object.entries(setsOwn(route)).flatMap(([id, isSet]) => (isSet ? [id] : [])),
    ...route.fields.flatMap(([key]) => fieldsFor(key, { fields: screen }).map(({ id }) => id)),
  ]);
  return screen
    .filter(({ id, required: isRequired, hasDefault }) => isRequired && !hasDefault && !filled.has(id))
    .map((field) =>
      check(
        'fields',
        'field_required',
        'bad',
        words.validate.fieldRequired(shownField(field), example(field, screen), shownNames(field.allowed ?? [], words)),
      ),
    );
}

/** What to write under `fields:`, as far as Jira tells: by the name that people see, where it is the only one. */
function example({ id, name, kind, allowed }: FieldOnScreen, screen: readonly FieldOnScreen[]): string {
  const isCustom = id.startsWith('customfield_');
  const key = isCustom && fieldsFor(name, { fields: screen }).length === 1 ? JSON.stringify(name) : id;
  if (allowed === null) return `${key}: "…"`;
  const choice = JSON.stringify(allowed[0]);
  // Where the kind is known, the worker gives the text its form.
  return isCustom && kind !== 'any' ? `${key}: ${choice}` : `${key}: { ${isCustom ? 'value' : 'name'}: ${choice} }`;
}

function offScreen(
  route: IssueRoute,
  screen: readonly FieldOnScreen[],
  known: ReadonlyMap<string, string> | null,
  words: Words,
): Check[] {
  const says = words.validate;
  const isOnScreen = (key: string) => fieldsFor(key, { fields: screen }).length > 0;
  const sent = [...route.fields.map(([id]) => id), 'description', ...(route.assignee === null ? [] : ['assignee'])];
  return sent
    .filter((key) => !isOnScreen(key))
    .map((key) => {
      const [id, name] = [...(known ?? [])].find((one) => one[0] === key || fold(one[1]) === fold(key)) ?? [];
      const shown = id === undefined ? key : shownField({ id, name: name ?? '' });
      if (route.required.includes(key))
        return check('fields', 'field_off_screen', 'bad', says.requiredOffScreen(shown));
      return known !== null && id === undefined
        ? check('fields', 'field_unknown', 'warn', says.fieldUnknown(key, customNames(screen)))
        : check('fields', 'field_off_screen', 'warn', says.fieldOffScreen(shown));
    });
}

/** What a rule can name there: Jira's own fields have names that everybody knows. */
function customNames(screen: readonly FieldOnScreen[]): string {
  const names = new Set(screen.flatMap(({ id, name }) => (id.startsWith('customfield_') ? [name] : [])));
  return [...names].slice(0, MAX_NAMES).join(', ') + (names.size > MAX_NAMES ? ' …' : '');
}
const MAX_NAMES = 40;

/** By their names in some language they are no keys that the rules file could refuse. */
function ownKeys(route: IssueRoute, screen: readonly FieldOnScreen[], words: Words): Check[] {
  const sets = { priority: route.priority !== null && !isStandard(route.priority), assignee: route.assignee !== null };
  return route.fields.flatMap(([key]) => {
    const [field] = fieldsFor(key, { fields: screen });
    const own = field === undefined ? undefined : keyThatSets(field.id, sets);
    if (own === undefined) return [];
    const level = route.required.includes(key) ? 'bad' : 'warn';
    return [check('fields', 'field_own', level, words.validate.fieldOwn(key, own))];
  });
}

/** Nobody can tell which of them is meant. */
function ambiguous(route: IssueRoute, screen: readonly FieldOnScreen[], words: Words): Check[] {
  return route.fields.flatMap(([key]) => {
    const found = fieldsFor(key, { fields: screen });
    if (found.length < 2) return [];
    const ids = found.map(({ id }) => id).join(', ');
    return [check('fields', 'field_ambiguous', 'bad', words.validate.fieldAmbiguous(key, ids))];
  });
}

/** Of a field whose kind is not known. Only values that stand in the rules as they are; a template's value is known with the event. */
function notAllowed(route: IssueRoute, screen: readonly FieldOnScreen[], words: Words): Check[] {
  return route.fields.flatMap(([id, value]) => {
    const field = screen.find((one) => one.id === id);
    const allowed = field?.kind === 'any' ? field.allowed : null;
    if (allowed === null) return [];
    return chosenIn(value)
      .filter((choice) => !allowed.includes(choice))
      .map((choice) =>
        check(
          'fields',
          'value_unknown',
          'warn',
          words.validate.valueUnknown(id, choice, shownNames(allowed, words), false),
        ),
      );
  });
}

type Value = IssueRoute['fields'][number][1];

/** The constant texts under `value` or `name`, the two forms in which Jira takes a choice. */
function chosenIn(value: Value): string[] {
  if (value.kind === 'list') return value.items.flatMap(chosenIn);
  if (value.kind === 'choice') return namesIn(value.choice);
  if (value.kind !== 'object') return [];
  return value.entries
    .filter(([key]) => key === 'value' || key === 'name')
    .flatMap(([, inner]) =>
      inner.kind === 'text' && !/\{[{%]/.test(inner.template.source) ? [inner.template.source] : [],
    );
}

function priorities(
  { priority, raisePriority }: IssueRoute,
  screen: readonly FieldOnScreen[],
  everywhere: readonly string[] | null,
  words: Words,
): Check[] {
  const says = words.validate;
  const wanted = prioritiesIn(priority);
  const field = screen.find(({ id }) => id === 'priority');
  if (wanted.length === 0) return [check('priority', 'priority_default', 'ok', says.priorityDefault)];
  if (field === undefined) return [check('priority', 'priority_off_screen', 'warn', says.priorityOffScreen)];
  const offered = field.allowed ?? everywhere;
  if (offered === null) return [check('priority', 'priorities_unknown', 'unknown', says.prioritiesUnknown)];
  const missing = wanted.filter((name) => !offered.includes(name));
  const ranks = isChosen(priority) && raisePriority ? priority.allow.map((name) => offered.indexOf(name)) : [];
  if (missing.length === 0 && ranks.some((rank, at) => at > 0 && rank < (ranks[at - 1] ?? 0)))
    return [check('priority', 'priority_order', 'warn', says.priorityOrder(offered.join(', ')))];
  return missing.length === 0
    ? [check('priority', 'priority', 'ok', wanted.join(', '))]
    : [check('priority', 'priority_missing', 'warn', says.priorityMissing(missing.join(', '), offered.join(', ')))];
}

function labels(screen: readonly FieldOnScreen[], words: Words): Check[] {
  return screen.some(({ id }) => id === 'labels')
    ? [check('labels', 'labels', 'ok', words.validate.labelsFine)]
    : [check('labels', 'labels_off_screen', 'warn', words.validate.labelsOffScreen)];
}
