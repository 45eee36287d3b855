import type { RulesProblem } from '@guance-jira/mapping';

/** The rules in force. */
export const rules = {
  title: 'Routes',
  tryThem: 'Try changes in the playground',
  inForce: 'The rules in force',
  count: (routes: number) => `${routes} ${routes === 1 ? 'route' : 'routes'}`,
  fromVariables: 'There is no rules file: one route, from the JIRA_* variables, takes every event.',
  invalid: (problems: number) => `The rules file has ${problems} ${problems === 1 ? 'error' : 'errors'}.`,
  noneBefore: 'Running workers continue with the previous rules; this console has not seen them.',
  shownBefore: 'Running workers continue with the previous rules, which are shown below.',
  noWorker: 'No worker reports which rules it uses: none is running, or it has an older version.',
  same: 'uses them',
  differs: 'uses others',
  refuses: 'rejects the file',
  since: 'has its rules since',
  refusedSince: 'It rejected a change',
  /** As it was found. */
  problem: (problem: RulesProblem): RulesProblem => problem,
  /** One that a worker tells, as its log has it. */
  told: (problem: string) => problem,
  goesOn: 'It continues with the previous rules, also after a restart.',
  routes: 'Routes',
  topDown: 'From top to bottom; the first route whose conditions all fit takes the event.',
  restIgnored: 'Events that no route takes are ignored.',
  columns: ['Route', 'Takes', 'Goes to', 'Last day', 'Line'],
  everything: 'everything',
  rest: 'whatever no other route takes',
  took: 'Events by route',
  tookNone: 'No event was counted in the last week.',
  chart: 'Events by route, over a week',
  lastDay: 'Last day',
  lastWeek: 'Last week',
  gone: 'no longer in the rules',
  others: 'others',
};
