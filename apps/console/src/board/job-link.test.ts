import { describe, expect, it } from 'vitest';
import { jobLink } from './job-link.ts';

const data = { v: 1, eventId: 'e', event: { df_event_link: 'https://console.guance.com/e' }, receivedAt: 1 };
const outcome = {
  outcome: 'created',
  route: 'db',
  issueKey: 'OPS-1',
  issueUrl: 'https://j/browse/OPS-1',
  reason: null,
};

describe('jobLink', () => {
  it.each([
    [
      'the issue, with its route',
      { returnvalue: outcome },
      { displayText: 'OPS-1 · db', href: 'https://j/browse/OPS-1' },
    ],
    [
      'the event in Guance, where there is no issue',
      { returnvalue: { ...outcome, outcome: 'ignored', issueKey: null, issueUrl: null } },
      { displayText: '观测云 · db', href: 'https://console.guance.com/e' },
    ],
    [
      'the event of a failed job, with the route that failed',
      { progress: { route: 'web' } },
      { displayText: '观测云 · web', href: 'https://console.guance.com/e' },
    ],
    ['the event of a waiting job', {}, { displayText: '观测云', href: 'https://console.guance.com/e' }],
  ])('is %s', (_what, job, link) => {
    expect(jobLink({ returnvalue: null, progress: 0, data, ...job }, '观测云')).toEqual(link);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//x', '', 7, undefined])(
    'is none for the event link %s',
    (df_event_link) => {
      expect(
        jobLink({ returnvalue: null, progress: 0, data: { ...data, event: { df_event_link } } }, 'Guance'),
      ).toBeUndefined();
    },
  );

  it.each([{}, null, 'x', { v: 2 }])('is none for data that a person added: %j', (added) => {
    expect(jobLink({ returnvalue: added, progress: added, data: added }, 'Guance')).toBeUndefined();
  });
});
