/** Pure: how a recovery moves the issue of a route, and a new fault opens it again. */
import { type Audience, type ClosingValues, EVERYBODY, type IssueRoute } from '@guance-jira/mapping';
import { whyUnfit } from '../screen-fields.ts';
import type { IssueNow } from '../tracker/records/issues.ts';
import type { ScreenField, ScreenValue } from '../tracker/records/screen.ts';
import type { Along, Transition } from '../tracker/records/transitions.ts';
import type { TransitionPlan } from '../tracker/transition-plan.ts';
import { chooseReopening, chooseTransition, DONE, fits, type Goal, resolutionFor } from './choose-transition.ts';
import { plain } from './not-solved.ts';
import { withPeople } from './people-on-screen.ts';

export function targetsOf({ recover }: IssueRoute): readonly string[] {
  return recover && recover.transitions.length > 0 ? recover.transitions : DONE;
}

/** For an issue whose route the rules have no longer. */
export const DONE_PLAN: TransitionPlan = planTo({ targets: DONE, wontFix: [] }, null, null, EVERYBODY);

/** @param own the comment that is written after the move: it goes along instead where the screen insists on one */
export function recoveryPlan(
  route: IssueRoute,
  closing: ClosingValues | null = null,
  own?: TransitionPlan['comment'],
): TransitionPlan {
  const goal = { targets: targetsOf(route), wontFix: route.wontFix };
  const plan = planTo(goal, route.recover?.resolution ?? null, closing, route.audience);
  return { ...plan, comment: own };
}

/** Work that goes on has no resolution: most workflows clear it by themselves, the others where their screen has the field. */
export function reopeningPlan(
  { resolution }: Pick<IssueNow, 'resolution'>,
  own: TransitionPlan['comment'],
): TransitionPlan {
  return {
    choose: chooseReopening,
    targets: ['Reopen'],
    along: (transition) =>
      resolution !== null && transition.resolution?.required === false ? { resolution: null } : {},
    comment: own,
  };
}

function planTo(
  goal: Goal,
  resolution: string | null,
  closing: ClosingValues | null,
  audience: Audience,
): TransitionPlan {
  return {
    choose: (offered, place) => chooseTransition(offered, goal, place),
    targets: goal.targets,
    along: (transition) => ({
      resolution: resolutionFor(transition, resolution, goal.wontFix) ?? undefined,
      ...(closing === null ? { fields: [] } : valuesFor(transition, closing)),
      comment: closing?.comment && endsHere(transition, goal) ? { body: closing.comment, audience } : undefined,
    }),
  };
}

/** A step on the way is not the one that closes; a wish that an administrator has filed under work in progress is none. */
function endsHere(transition: Transition, { targets }: Goal): boolean {
  return transition.to.category !== 'indeterminate' || targets.some((target) => fits(transition, plain(target)));
}

/** The rules' values for what this screen has, and why others are not sent. Names are people's: any letters will do. */
function valuesFor(
  { screen = [] }: Transition,
  { fields, wikiFields, lists, timezone, people }: ClosingValues,
): Pick<Along, 'fields' | 'unfit'> {
  const accountOf = (name: string) => (Object.hasOwn(people, name) ? (people[name] ?? name) : name);
  const values: ScreenValue[] = [];
  const unfit: { field: string; reason: string }[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const found = fieldsNamed(screen, name);
    const [field] = found;
    if (field === undefined) continue;
    const shown = found.length === 1 && field.name === name ? `${name} (${field.id})` : name;
    const given = withPeople({ field, value, wiki: wikiFields[name], items: lists[name], timezone }, accountOf);
    const reason =
      found.length > 1
        ? `is the name of several fields (${found.map(({ id }) => id).join(', ')}); write the id`
        : given === null
          ? 'names nobody'
          : whyUnfit(given);
    if (reason !== null) unfit.push({ field: shown, reason });
    else if (given !== null) values.push(given);
  }
  return { fields: values, ...(unfit.length === 0 ? {} : { unfit }) };
}

/** The field of this id, else those of this name on the screen: two may have the same. */
export function fieldsNamed(screen: readonly ScreenField[], name: string): ScreenField[] {
  const byId = screen.filter(({ id }) => id === name);
  return byId.length > 0 ? byId : screen.filter((field) => plain(field.name) === plain(name));
}

/** Names of what the screen asks for and nobody fills. */
export function missingOn({ screen = [], resolution }: Transition, along: Along): string[] {
  const filled = new Set((along.fields ?? []).map(({ field }) => field.id));
  const missing = screen.filter(({ id, required }) => required && !filled.has(id)).map(({ name }) => name);
  return resolution?.required && typeof along.resolution !== 'string' ? [...missing, 'resolution'] : missing;
}
