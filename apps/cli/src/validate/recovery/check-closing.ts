/** Pure: what the screens on the way to closed ask for, against what a recovery brings. */
import {
  fieldsNamed,
  fold,
  GROUP_KINDS,
  recoveryPlan,
  resolutionFor,
  type Transition,
  USER_KINDS,
} from '@guance-jira/jira';
import {
  ANYTHING,
  closingOf,
  type IssueRoute,
  possibleClosings,
  type Rules,
  sourcesOf,
  uncertainIn,
} from '@guance-jira/mapping';
import { type Check, check } from '../../command-line/check.ts';
import type { Words } from '../../words/words.ts';
import { constantsOf } from '../constants-of.ts';
import { cureFor } from '../cure-for.ts';
import { shownField, shownNames } from '../shown.ts';
import type { ClosingWay } from './closing-ways.ts';

type Field = NonNullable<Transition['screen']>[number];
type Value = NonNullable<IssueRoute['recover']>['fields'][number][1];

export function checkClosing(route: IssueRoute, rules: Rules, ways: readonly ClosingWay[], words: Words): Check[] {
  const taken = new Map(ways.flatMap(({ steps }) => steps.map((step) => [step.id, step] as const)));
  const last = new Map(
    ways.flatMap(({ steps, end }) => (end === 'closes' ? steps.slice(-1) : [])).map((one) => [one.id, one]),
  );
  return [
    ...[...taken.values()].flatMap((transition) => [
      ...unfilled(route, transition, words),
      ...(route.recover?.fields ?? []).flatMap(([key, value]) => filled(route, rules, transition, key, value, words)),
    ]),
    ...elsewhere(route, [...last.values()], words),
  ];
}

/** What the screen insists on and the rules do not have. */
function unfilled({ recover, wontFix }: IssueRoute, transition: Transition, words: Words): Check[] {
  const says = words.validate;
  const { name, screen = [], resolution } = transition;
  const set = (recover?.fields ?? []).flatMap(([key]) => fieldsNamed(screen, key).map(({ id }) => id));
  const missing = screen.filter(({ id, required }) => required && !set.includes(id));
  const lacksResolution =
    resolution?.required && resolutionFor(transition, recover?.resolution ?? null, wontFix) === null;
  return [
    ...missing.map((field) => says.closingRequired(name, field.name, choicesOf(field, words))),
    ...(lacksResolution ? [says.closingRequired(name, 'resolution', '')] : []),
  ].map((said) => check('recovery', 'closing_required', 'warn', said));
}

function choicesOf({ allowed }: Field, words: Words): string {
  const names = (allowed ?? []).map(({ text }) => text);
  return shownNames(names, words);
}

/** What the rules have for it: whether recoveries bring something that fits. */
function filled(
  route: IssueRoute,
  rules: Rules,
  transition: Transition,
  key: string,
  value: Value,
  words: Words,
): Check[] {
  const says = words.validate;
  const found = fieldsNamed(transition.screen ?? [], key);
  const [field] = found;
  if (field === undefined) return [];
  if (found.length > 1)
    return [
      check(
        'recovery',
        'closing_ambiguous',
        'bad',
        says.closingAmbiguous(transition.name, key, found.map(({ id }) => id).join(', ')),
      ),
    ];
  const endOf = (closing: ReturnType<typeof closingOf>) => {
    const { fields = [], unfit = [] } = recoveryPlan(route, closing).along(transition);
    const given = fields.find((one) => one.field.id === field.id);
    const isUnknown = PEOPLE.includes(field.kind) && fold(JSON.stringify(given?.value) ?? '').includes(ANYTHING);
    if (given !== undefined) return isUnknown ? 'nobody' : 'fine';
    return unfit.some((one) => one.field === key || one.field.endsWith(`(${field.id})`)) ? 'unfit' : 'nothing';
  };
  const ends = new Set(possibleClosings(route, rules).map(({ closing }) => endOf(closing)));
  ends.delete('fine');
  const name = shownField(field);
  const isFixed = constantsOf(value).length > 0;
  if (isFixed)
    return ends.has('unfit')
      ? [
          check(
            'recovery',
            'closing_unfit',
            'warn',
            says.closingUnfit(transition.name, name, field.required, choicesOf(field, words)),
          ),
        ]
      : [];
  if (!field.required) return [];
  const source = sourcesOf(value).join(' ');
  const cure = (why: ReadonlySet<string>) =>
    cureFor(field, { source, uncertain: [], isTemplate: value.kind === 'text' }, why, words);
  if (ends.size === 0) {
    const isLost = rules.storm !== null && endOf(closingOf(route, null, rules.people)) !== 'fine';
    const said = { text: says.closingStorm(transition.name, name, source), todo: cure(new Set(['unfit'])) };
    return isLost ? [check('recovery', 'closing_storm', 'warn', said)] : [];
  }
  const uncertain = uncertainIn(value, route).join(', ');
  const what = [
    ...(ends.has('nothing') ? [uncertain === '' ? says.givesNothingAt('') : says.givesNothingWithout(uncertain)] : []),
    ...(ends.has('unfit') ? [says.mayNotFit(field.kind)] : []),
    ...(ends.has('nobody') ? [says.mayBeNobody] : []),
  ].join(says.or);
  const text = says.closingUncertain(transition.name, name, source, what);
  return [check('recovery', 'closing_uncertain', 'warn', { text, todo: cure(ends) })];
}

const PEOPLE: readonly Field['kind'][] = [...USER_KINDS, ...GROUP_KINDS];

/** What the rules fill and no closing screen has. */
function elsewhere({ recover }: IssueRoute, last: readonly Transition[], words: Words): Check[] {
  if (last.length === 0) return [];
  const screens = last.map(({ screen = [] }) => screen);
  const names = last.map(({ name }) => name).join(', ');
  const there = [...new Set(screens.flat().map((known) => known.name))].join(', ');
  const fields = (recover?.fields ?? []).filter(([key]) =>
    screens.every((screen) => fieldsNamed(screen, key).length === 0),
  );
  return fields.map(([key]) =>
    check('recovery', 'closing_unknown', 'warn', words.validate.closingUnknown(names, key, there)),
  );
}
