import type { EventState } from '@guance-jira/operations';
import type { RefusalCode } from '../../http/refused.ts';

/** The frame of every page, and words that several of them use. */
export const common = {
  lang: 'en',
  brand: 'Guance → Jira',
  skip: 'Skip to content',
  nav: {
    label: 'Pages',
    overview: 'Overview',
    events: 'Events',
    faults: 'Faults',
    rules: 'Routes',
    jira: 'Jira',
    jobs: 'Raw jobs',
  },
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
  notFoundText: 'The address may have been truncated.',
  down: 'Redis does not answer',
  downText: 'Events are kept on disk until it does. This page retries automatically.',
  downChange: 'It is unknown whether the change was made. Go back and check when Redis answers.',
  notTaken: 'This was not accepted',
  notTakenText: 'The request is too large or cannot be read. Nothing was changed.',
  refused: {
    unauthorized: ['Log in first', 'Use DASHBOARD_USER and DASHBOARD_PASSWORD. Then reload the page.'],
    forbidden: [
      'Open this page as http://localhost',
      'Without a password, it is shown only under a local name of this machine. Or set DASHBOARD_PASSWORD.',
    ],
    too_many_requests: ['Too many wrong passwords', 'They came from your address. Wait a minute, then log in.'],
    cross_site: [
      'This was not accepted',
      'It came from a page of another site. Changes are accepted only from the console itself.',
    ],
    read_only: ['You have read-only access', 'Nothing was changed. Log in as DASHBOARD_USER to make changes.'],
  } as Record<RefusalCode, [title: string, text: string]>,
  failed: 'This page could not be generated',
  failedText: "The console's log may say why.",
};
