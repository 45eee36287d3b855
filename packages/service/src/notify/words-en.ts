import type { Vocabulary } from './words.ts';

export const english: Vocabulary = {
  states: { ill: 'PROBLEM', still: 'STILL', worse: 'WORSE', well: 'RESOLVED' },
  colon: ': ',
  began: (time, lasted) => `Since ${time}, for ${lasted}`,
  units: [' d', ' h', ' min'],
  from: (who) => `From: ${who}`,
  conditions: {
    jira_login: {
      ill: 'Jira refuses the login',
      well: 'Jira accepts the login again',
      explain: [
        'Jira: {jira}',
        'Events are still accepted and wait; none is lost, but no issue is created until the login works.',
        'Check whether JIRA_USER and JIRA_TOKEN (or JIRA_PASSWORD) have expired; Data Center may require one login in a browser to clear a captcha. A changed token file is tried at once.',
      ],
    },
    jira_unavailable: {
      ill: 'Jira is unavailable',
      well: 'Jira is back',
      explain: [
        'Jira: {jira}',
        'Events are still accepted and wait; none is lost, and everything continues automatically when Jira is back.',
        'Check Jira itself, and JIRA_URL, DNS, proxy and certificates.',
      ],
    },
    jira_throttled: {
      ill: 'Jira accepts no more requests for now (429)',
      well: 'Jira accepts requests again',
      explain: [
        'Jira: {jira}',
        'Events are still accepted and wait; none is lost, and everything continues automatically when the time that Jira asked for is over.',
        'Check what else sends many requests to this Jira with the same account. If this keeps happening, lower JIRA_MAX_RPS.',
      ],
    },
    paused: {
      ill: 'Requests to Jira are paused by a person',
      well: 'The pause is over',
      explain: [
        'Paused by: {by}',
        'Until: {until}',
        'Reason: {reason}',
        "Events are still accepted and wait; none is lost. To end the pause now, run npm run cli -- resume, which also ends a pause set with the dashboard's button.",
      ],
    },
    failed_events: {
      ill: 'Events have failed ({count})',
      well: 'No failed events are left',
      explain: [
        'Latest reasons: {reasons}',
        'These alerts have no issue. Open the tab Failed of the dashboard, fix the cause, then press retry.',
      ],
    },
    token_expires: {
      ill: 'The Jira token expires ({date})',
      well: 'The Jira token has been changed (expires {date})',
      explain: [
        'Days left: {days}',
        'Create a new token, and change JIRA_TOKEN (no restart if it is a file) and JIRA_TOKEN_EXPIRES. Once it has expired, events wait, and no issue is created.',
      ],
    },
    token_expired: {
      ill: 'The Jira token has expired ({date})',
      well: 'The Jira token has been changed (expires {date})',
      explain: [
        'Events wait and none is lost, but no issue is created. Create a new token, and change JIRA_TOKEN (no restart if it is a file) and JIRA_TOKEN_EXPIRES.',
      ],
    },
    rules_invalid: {
      ill: 'The rules file is invalid; the old rules stay in force',
      well: 'The rules file is valid again',
      explain: ['{problems}', 'Correct RULES_FILE; until then, the last valid rules are used.'],
    },
    unseen_faults: {
      ill: 'Faults are open in Guance that were never delivered here ({count})',
      well: 'Every open fault in Guance is known here',
      explain: [
        '{titles}',
        'They have no issue. Check whether the notification object in Guance is disabled, or missing from the alert policy. With catchUp: true, a route creates issues for them; doctor lists them.',
      ],
    },
    spooling: {
      ill: 'Redis is unavailable; events are waiting on disk',
      well: 'Redis is back, and the events on disk have been sent on',
      explain: [
        'Events waiting on disk: {events}',
        'Reason: {reason}',
        'Alerts are still accepted and none is lost, but no issue is created until Redis is back. Check Redis: is it running, read-only or full?',
      ],
    },
    spool_unusable: {
      ill: 'The spool accepts no events',
      well: 'The spool accepts events again',
      explain: [
        'Events waiting on disk: {events}',
        "Alerts are accepted as long as Redis works; in its next outage they would be refused. Check the disk of SPOOL_DIR: is it full, read-only, or are permissions missing? The receiver's log says why.",
      ],
    },
    refusing: {
      ill: 'The receiver refuses alerts (503)',
      well: 'The receiver accepts alerts again',
      explain: [
        'Events waiting on disk: {events}',
        'Neither Redis nor the spool accepts events: alerts are being lost, and after two days of failures Guance disables the notification object. Check Redis and the disk of SPOOL_DIR now.',
      ],
    },
    over_budget: {
      ill: 'A token has exceeded its event limit (429)',
      well: 'All tokens are within their event limits again',
      explain: [
        'Tokens: {tokens}',
        'Events beyond the limit are refused and lost unless their sender resends them. Find the monitor that fires so often, or raise WEBHOOK_EVENTS_PER_MINUTE.',
      ],
    },
    no_worker: {
      ill: 'No worker is running',
      well: 'A worker is running again',
      explain: [
        'Waiting events: {waiting}',
        'Alerts are still accepted and none is lost, but no issue is created. Start the worker, and check its log.',
      ],
    },
  },
};
