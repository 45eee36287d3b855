/**
 * Pure: fields without which there is no issue, and which an alert may leave without a value. Alerts are tried that hold no more than
 * every alert does, and some whose values nobody expects. What stands fixed in the rules is judged by `check-values.ts`.
 */
import { type CreateSchema, fold, GROUP_KINDS, USER_KINDS } from '@guance-jira/jira';
import { ANYTHING, type Drafts, mayTakeInstead, type Possible, possibleDrafts, type Rules } from '@guance-jira/mapping';
import { type FieldOnScreen, type Lacking, lackingIn, type PlacedRoute } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';
import { cureFor } from './cure-for.ts';
import { type RuleValue, ruleValueOf } from './rule-value.ts';
import { shownField } from './shown.ts';

type Field = Lacking['needed'][number];
type End = 'fine' | 'nothing' | 'unfit' | 'nobody';
type Tried = Pick<Possible<Drafts>, 'status' | 'isBare' | 'fallback' | 'draft'> & { readonly end: End };

export function checkRequired(
  route: PlacedRoute,
  rules: Rules,
  screen: readonly FieldOnScreen[],
  words: Words,
): Check[] {
  const schema: CreateSchema = { type: '', fields: screen.map((field) => ({ ...field, allowed: field.choices })) };
  const all = possibleDrafts(route, rules).map((one) => ({ ...one, ...lackingIn(one.draft, route, schema, 'cloud') }));
  const needed = new Map(all.flatMap((one) => one.needed.map((field) => [field.id, field] as const)));
  return [...needed.values()].flatMap((field) => {
    const value = screen.some(({ id }) => id === field.id) ? ruleValueOf(field.id, route, schema) : null;
    if (value === null) return [];
    const tried = all.map((one): Tried => ({ ...one, end: endOf(field, one) }));
    return told(field, value, tried, words);
  });
}

function told(field: Field, value: RuleValue, tried: readonly Tried[], words: Words): Check[] {
  const says = words.validate;
  const failing = tried.filter(({ end }) => end !== 'fine');
  const [first] = failing;
  if (first === undefined) return [];
  const { fallback, draft } = first;
  const isTaken = fallback !== null && mayTakeInstead(fallback, draft);
  const then = isTaken ? says.thenFallback(fallback.project, fallback.issueType) : says.thenFails;
  const name = shownField(field);
  const isAlways = failing.length === tried.length && failing.every(({ end }) => end === 'nothing');
  if (isAlways) return [check('fields', 'required_empty', 'bad', says.requiredEmpty(name, value.source))];
  const ends = new Set(failing.map(({ end }) => end));
  const what = [
    ...(ends.has('nothing') ? [nothing(value, tried, words)] : []),
    ...(ends.has('unfit') ? [says.mayNotFit(field.kind)] : []),
    ...(ends.has('nobody') ? [says.mayBeNobody] : []),
  ];
  const text = says.requiredUncertain(name, value.source, what.join(says.or), then);
  return [check('fields', 'required_uncertain', 'warn', { text, todo: cureFor(field, value, ends, words) })];
}

/** For which alerts: those that lack a variable, else those of some levels. */
function nothing({ uncertain }: RuleValue, tried: readonly Tried[], { validate: says }: Words): string {
  const levels = (ends: readonly Tried[]) => [...new Set(ends.map(({ status }) => status))];
  const filled = tried.filter(({ isBare }) => !isBare);
  const empty = levels(filled.filter(({ end }) => end === 'nothing'));
  const isByLevel = empty.length > 0 && empty.length < levels(filled).length;
  if (isByLevel || uncertain.length === 0) return says.givesNothingAt(empty.join(', '));
  return says.givesNothingWithout(uncertain.join(', '));
}

function endOf(field: Field, { draft, lacks }: Lacking): End {
  const lack = lacks.find((one) => one.field.id === field.id);
  // What is wrong with the field itself is told for every alert.
  if (lack !== undefined) return lack.reason === null ? 'nothing' : lack.reason.startsWith('"') ? 'unfit' : 'fine';
  const value = field.id === 'assignee' ? draft.assignee : draft.fields[field.id];
  const isUnknown = fold(JSON.stringify(value) ?? '').includes(ANYTHING);
  if (isUnknown && PEOPLE.includes(field.kind)) return 'nobody';
  // It is sent whatever it is, and the refusal is Jira's.
  return isUnknown && field.kind === 'security' && field.allowed !== null ? 'unfit' : 'fine';
}

const PEOPLE: readonly Field['kind'][] = [...USER_KINDS, ...GROUP_KINDS];
