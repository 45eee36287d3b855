import type { EventState } from '@guance-jira/operations';

/** The frame of every page, and words that several of them use. */
export const common = {
  lang: 'en',
  brand: 'Guance → Jira',
  skip: 'Skip to content',
  nav: { label: 'Pages', overview: 'Overview', events: 'Events', faults: 'Faults', rules: 'Routes', jobs: 'Raw jobs' },
  user: (user: string) => `Logged in as ${user}`,
  readOnly: 'read only',
  states: {
    waiting: 'waiting',
    created: 'created',
    commented: 'commented',
    resolved: 'resolved',
    reopened: 'reopened',
    listed: 'listed',
    ignored: 'ignored',
    failed: 'failed',
    unknown: 'no longer known',
  } satisfies Record<EventState, string>,
  units: { day: 'd', hour: 'h', minute: 'min', second: 's' },
  ago: (span: string) => `${span} ago`,
  in: (span: string) => `in ${span}`,
  now: 'now',
  notFound: 'There is no such page',
  notFoundText: 'The address may have been cut on its way here.',
  down: 'Redis does not answer',
  downText: 'Events are kept on disk until it does. This page tries again by itself.',
  failed: 'This page could not be made',
  failedText: 'The log of the console may tell why.',
};
