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
      well: 'Jira takes the login again',
      explain: [
        'Jira: {jira}',
        'Events are still taken and wait; none is lost, and no issue is created until the login works.',
        'Check whether JIRA_USER and JIRA_TOKEN (or JIRA_PASSWORD) have expired; Data Center may want one login in the browser to lift a captcha. A changed token file is tried at once.',
      ],
    },
    jira_unavailable: {
      ill: 'Jira is unavailable',
      well: 'Jira is back',
      explain: [
        'Jira: {jira}',
        'Events are still taken and wait; none is lost, and all goes on by itself when Jira is back.',
        'Check Jira itself, and JIRA_URL, DNS, proxy and certificates.',
      ],
    },
    jira_throttled: {
      ill: 'Jira takes no more requests for now (429)',
      well: 'Jira takes requests again',
      explain: [
        'Jira: {jira}',
        'Events are still taken and wait; none is lost, and all goes on by itself when the time that Jira asked for is over.',
        'Look for what else sends many requests to this Jira with the same account. A lower JIRA_MAX_RPS helps where this comes back.',
      ],
    },
    paused: {
      ill: 'Requests to Jira are paused by a person',
      well: 'The pause is over',
      explain: [
        'Paused by: {by}',
        'Until: {until}',
        'Reason: {reason}',
        'Events are still taken and wait; none is lost. To end it now: npm run cli -- resume, which also lifts the pause button of the dashboard.',
      ],
    },
    failed_events: {
      ill: 'Events have failed ({count})',
      well: 'No failed events are left',
      explain: [
        'Latest reasons: {reasons}',
        'These alerts have no issue. Look at the tab Failed of the dashboard, correct the cause, then press retry.',
      ],
    },
    token_expires: {
      ill: 'The Jira token expires ({date})',
      well: 'The Jira token has been changed (expires {date})',
      explain: [
        'Days left: {days}',
        'Make a new token, change JIRA_TOKEN (as a file without a restart) and JIRA_TOKEN_EXPIRES. Once it has expired events wait, and no issue is created.',
      ],
    },
    token_expired: {
      ill: 'The Jira token has expired ({date})',
      well: 'The Jira token has been changed (expires {date})',
      explain: [
        'Events wait and none is lost, but no issue is created. Make a new token, change JIRA_TOKEN (as a file without a restart) and JIRA_TOKEN_EXPIRES.',
      ],
    },
    rules_invalid: {
      ill: 'The rules file is faulty; the old rules stay in force',
      well: 'The rules file is right again',
      explain: ['{problems}', 'Correct RULES_FILE; until then the last good rules are used.'],
    },
    unseen_faults: {
      ill: 'Faults stand open in Guance that never came here ({count})',
      well: 'Every open fault of Guance is known here',
      explain: [
        '{titles}',
        'They have no issue. Is the notification object of Guance turned off, or left out of the alert policy? With catchUp: true a route makes issues of them; doctor names them.',
      ],
    },
    spooling: {
      ill: 'Redis is unavailable; events wait on disk',
      well: 'Redis is back, and the events on disk have been sent on',
      explain: [
        'Events that wait on disk: {events}',
        'Reason: {reason}',
        'Alerts are still taken and none is lost, but no issue is created until Redis is back. Check Redis: does it run, is it read-only or full?',
      ],
    },
    spool_unusable: {
      ill: 'The spool takes no events',
      well: 'The spool takes events again',
      explain: [
        'Events that wait on disk: {events}',
        'Alerts are taken as long as Redis is there; in its next outage they would be refused. Check the disk of SPOOL_DIR: room, rights, read-only? The log of the receiver says why.',
      ],
    },
    refusing: {
      ill: 'The receiver refuses alerts (503)',
      well: 'The receiver takes alerts again',
      explain: [
        'Events that wait on disk: {events}',
        'Neither Redis nor the spool takes events: alerts are lost meanwhile, and after two days of failures Guance disables the notification object. Check Redis and the disk of SPOOL_DIR now.',
      ],
    },
    over_budget: {
      ill: 'More events come than a token may bring (429)',
      well: 'The events of every token are within its budget again',
      explain: [
        'Tokens: {tokens}',
        'Events beyond the budget are refused and lost, unless their sender sends them again. Find the monitor that fires so often, or raise WEBHOOK_EVENTS_PER_MINUTE.',
      ],
    },
    no_worker: {
      ill: 'No worker is running',
      well: 'A worker is running again',
      explain: [
        'Events that wait: {waiting}',
        'Alerts are still taken and none is lost, but no issue is created. Start the worker, and look at its log.',
      ],
    },
  },
};
