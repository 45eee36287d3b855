import { textsIn } from '@guance-jira/mapping';
import type { FaultFacts } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { issueLink } from '../parts/badges.ts';
import { moment } from '../parts/moment.ts';
import type { Visit } from '../visit.ts';
import { faultAddress, stormAddress } from './query.ts';

/** The fault that the event belongs to, as the ledger and the object's record have it. */
export function faultPart(
  { faultKey, record, state, back }: FaultFacts,
  issueUrl: string | null,
  { words, language }: Visit,
): Html {
  const { event: says } = words;
  const { faultRows: names } = says;
  const at = (ms: number | null | undefined) => (ms == null ? null : moment(ms));
  const opener = record?.opener ?? null;
  const level = state?.level == null ? null : textsIn(language).issue.levels[state.level];
  const rows: [string, Html][] = [
    [names.issue, issueLink(record?.issueKey ?? state?.issue?.key ?? null, issueUrl)],
    [
      names.listedIn,
      state?.storm ? html`<a href=${stormAddress(state.storm.window)}>${state.storm.issue.key}</a>` : null,
    ],
    [names.level, level],
    [names.openedAt, at(state?.openedAt)],
    [names.newest, at(state?.applied.at)],
    [names.repeats, state && state.repeats.count > 0 ? String(state.repeats.count) : null],
    [names.recoveredAt, at(state?.recoveredAt)],
    [names.heldUntil, at(state?.heldUntil)],
    [
      names.restored,
      back?.restore ? html`${names.backStates[back.restore.state]} ${moment(back.restore.sentAt)}` : null,
    ],
    [
      names.muted,
      back?.mute
        ? html`${names.backStates[back.mute.state]} ${back.mute.state === 'muted' && moment(back.mute.until)}`
        : null,
    ],
    [names.notLifted, at(back?.mute?.liftRefused?.at)],
    [names.openedBy, opener && html`<a href=${`/events/${encodeURIComponent(opener)}`}>${opener}</a>`],
    [names.key, faultKey && html`<a href=${faultAddress(faultKey, null)}><code>${faultKey}</code></a>`],
  ];
  const shown = rows.filter(([, value]) => value !== null && value !== '');
  return html`<section class="card">
    <h2>${says.fault}</h2>
    <dl>${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
  </section>`;
}
