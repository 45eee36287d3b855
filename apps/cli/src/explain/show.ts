/** Pure: what explain says, for people. */
import { fallbackRouteName, type MatchForm, type Mismatch, type Rules, tracksFaults } from '@guance-jira/mapping';
import type { Counted, Explained, RouteStep } from '@guance-jira/operations';
import { asksForAccount, type Dialect, type WouldSend } from '@guance-jira/operations';
import { columns, indent, type Look } from '../command-line/format.ts';
import type { Words } from '../words/words.ts';
import type { AskedJira } from './ask-jira.ts';

/** One event with everything: the routes from the top, the decision, the requests. */
export function showEvent(
  explained: Explained,
  requests: readonly (readonly [Dialect, WouldSend])[],
  jira: AskedJira,
  rules: Rules,
  words: Words,
  look: Look,
): string {
  const { plan } = explained;
  const says = words.explain;
  const steps = explained.steps.flatMap((step) => stepLines(step, words, look));
  const lines = [
    headOf(explained, words, look),
    '',
    ...steps.map((line) => indent(line, 2)),
    ...(steps.length > 0 ? [''] : []),
  ];
  if (plan.action !== 'open')
    return [...lines, indent(`${look.faint('→')} ${ending(explained, rules, words)}`, 2)].join('\n');
  const email = asksForAccount(plan.draft);
  const notes = [
    `${look.level('ok', '→')} ${look.strong(ending(explained, rules, words))}`,
    ...explained.chosen.filter(({ isAllowed }) => isAllowed).map(({ key, ...one }) => says.chosen(key, one)),
    says.grouped(plan.group, plan.faultKey),
    ...(plan.fallback === null ? [] : [says.fallback(plan.fallback.project, plan.fallback.issueType)]),
    ...jiraLines(jira, words, look),
    ...plan.warnings.map((warning) => `${look.sign('warn')} ${warning}`),
    ...(explained.eventId === null ? [says.idOnArrival] : []),
  ];
  const sends = requests.flatMap(([dialect, { method, path, body }]) => [
    '',
    look.strong(`${says.wouldSend(dialect === 'cloud' ? 'Jira Cloud' : 'Jira Data Center')}  ${method} ${path}`),
    ...(dialect === 'cloud' && email !== null ? [look.faint(says.accountAsked(email))] : []),
    JSON.stringify(body, null, 2),
  ]);
  const unsaid = rules.storm === null ? [] : [look.faint(says.stormPossible)];
  // The requests are long: what was decided stands below them once more.
  const again = sends.length === 0 ? [] : ['', `${look.level('ok', '→')} ${ending(explained, rules, words)}`];
  return [...lines, ...[...notes, ...unsaid].map((line) => indent(line, 2)), ...sends, ...again].join('\n');
}

/** By what the fields below are written, and what the issue would go without. */
function jiraLines(jira: AskedJira, words: Words, look: Look): string[] {
  const says = words.explain;
  if (!jira.asked) return jira.why === null ? [] : [look.faint(says.jiraNotAsked(jira.why))];
  const { fitted, site } = jira;
  if (fitted === null) return [`${look.sign('warn')} ${says.fieldsUntold(site)}`];
  return [
    look.faint(says.fieldsTold(site)),
    ...fitted.unfit.map(({ field, reason }) => `${look.sign('warn')} ${says.leftOut(field, reason)}`),
    ...fitted.lacks.map(({ field: { id, name }, expression, reason }) => {
      const why = reason === null ? says.givesNothing(expression) : says.fitsNot(reason);
      const then = fitted.instead === null ? says.thenFails : says.thenFallback(fitted.instead);
      return `${look.sign('bad')} ${says.makesNone(name === id ? id : `${name} (${id})`, why, then)}`;
    }),
  ];
}

/** One line for each of many. */
export function showEach(explained: readonly Explained[], rules: Rules, words: Words, look: Look): string {
  return columns(
    explained.map((one) => [
      one.where,
      look.faint(one.eventId ?? '—'),
      short(one.event.title ?? '', 40),
      ending(one, rules, words),
    ]),
  ).join('\n');
}

export function showCount(counted: Counted, rules: Rules, words: Words, look: Look): string {
  const says = words.explain;
  const head = [says.route, says.events, says.issues, says.place, ''].map(look.faint);
  const rows = counted.routes.map(({ route, events, issues, project, issueType, group }) => [
    route,
    String(events),
    String(issues),
    `${project} / ${issueType}`,
    look.faint(says.oneFor(group)),
  ]);
  const ignored = counted.ignored.map(({ reason, route, events }) => [says.reason(reason, route), String(events), '0']);
  const repeated = counted.repeated > 0 ? [[says.repeated, String(counted.repeated), '0']] : [];
  const { storm } = rules;
  const stormy = storm !== null && counted.routes.some(({ issues }) => issues > storm.limit);
  return [
    look.strong(says.wouldBecome(counted.events, counted.issues)),
    '',
    ...columns([head, ...rows, ...ignored, ...repeated]),
    ...(counted.routes.some(({ group }) => group === 'fault') ? ['', look.faint(says.asIf)] : []),
    ...(stormy ? ['', says.storm(storm.limit, storm.windowMs / 60_000)] : []),
  ].join('\n');
}

function headOf({ eventId, event, where }: Explained, words: Words, look: Look): string {
  const facts = [eventId ?? words.explain.noId, event.status ?? '', event.title === null ? '' : short(event.title, 80)];
  return `${look.strong(facts.filter((fact) => fact !== '').join('  '))}  ${look.faint(where)}`;
}

function stepLines({ route, taken, mismatches }: RouteStep, words: Words, look: Look): string[] {
  const says = words.explain;
  if (taken) return [`${look.sign('ok')} ${route === fallbackRouteName ? says.fallbackTakes : says.routeTakes(route)}`];
  const [first, ...more] = mismatches.map((mismatch) =>
    says.mismatch(mismatch.field, valuesText(mismatch), formText(mismatch.wanted)),
  );
  const head = `${look.sign('bad')} ${says.routeNot(route)}`;
  return [`${head}${first ?? ''}`, ...more.map((line) => indent(line, 4))];
}

function valuesText({ values }: Mismatch): string | null {
  return values.length === 0 ? null : values.map((value) => `"${short(value, 80)}"`).join(', ');
}

/** As it stands in the rules, on one line. */
function formText(form: MatchForm): string {
  if (Array.isArray(form)) return `[${form.map(String).join(', ')}]`;
  if (typeof form !== 'object') return String(form);
  const [[key, value] = ['', '']] = Object.entries(form);
  return `{ ${key}: ${formText(value)} }`;
}

function ending({ plan }: Explained, rules: Rules, words: Words): string {
  if (plan.action === 'open') return words.explain.opens(plan.draft.project, plan.draft.issueType, plan.route);
  const detail = plan.detail === undefined ? '' : ` (${plan.detail})`;
  const reason = plan.reason === 'recovery' && !tracksFaults(rules) ? 'recovery_ignored' : plan.reason;
  return words.explain.opensNone(words.explain.reason(reason, plan.route) + detail);
}

function short(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
