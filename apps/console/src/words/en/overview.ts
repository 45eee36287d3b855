/** The first page: is all well, and what has happened. */
export const overview = {
  title: 'Overview',
  well: 'All is well',
  wellText: 'Redis, workers, queue and rules were just checked.',
  unwell: (count: number) => `${count} ${count === 1 ? 'thing needs' : 'things need'} attention`,
  critical: 'Red items hold events up, or may lose some.',
  details: 'All checks',
  levels: { ok: 'OK', warn: 'check', bad: 'act', unknown: 'unknown' },
  sayings: {
    redisAway: 'Redis does not answer.',
    worker: 'A worker is running.',
    workerNever: 'No worker has ever run on this Redis and REDIS_PREFIX.',
    workerSilent: (span: string) => `No worker has shown a sign of life for ${span}.`,
    noPauses: 'Requests to Jira go out.',
    pausedManual: (until: string, by: string, reason: string) =>
      `Requests to Jira are paused until ${until}${by === '' ? '' : ` by ${by}`}${reason === '' ? '' : `: ${reason}`}.`,
    pausedDashboard: "The queue is paused with the dashboard's button.",
    rests: (why: string, span: string, failures: number) =>
      `${why}. Next try in ${span}, after ${failures} failed ${failures === 1 ? 'attempt' : 'attempts'}.`,
    why: {
      unauthorized: 'Jira refuses the login',
      forbidden: 'Jira forbids everything (403)',
      unavailable: 'Jira cannot be reached',
      throttled: 'Jira asks to slow down',
    } as Readonly<Record<string, string>>,
    blocked: (kind: string, span: string, times: number, said: string) =>
      `Something in front of Jira answers requests of the kind ${kind} in its place, and their events wait. Next try in ${span}, after ${times} failed ${times === 1 ? 'attempt' : 'attempts'}. The last answer: ${said}.`,
    waiting: (count: number, oldest: string | null) =>
      `${count === 0 ? 'Nothing waits' : `${count} ${count === 1 ? 'event waits' : 'events wait'}`}${oldest === null ? '' : `; the oldest arrived ${oldest} ago`}.`,
    waitsFor: (what: string | null, isUnknown: boolean) =>
      what !== null ? ` It is waiting for: ${what}.` : isUnknown ? ' There is no known reason: check the worker.' : '',
    limited: (atOnce: number | null, most: number | null, span: string) =>
      `Somebody has limited the queue: ${[...(atOnce === null ? [] : [`${atOnce} at a time`]), ...(most === null ? [] : [`${most} in ${span}`])].join('; ')}.`,
    noneFailed: 'No event has failed.',
    failed: (count: number, ofDay: number) =>
      `${count} ${count === 1 ? 'event has' : 'events have'} failed${ofDay === 0 ? '' : `, ${ofDay} in the last day,`} and can be retried.`,
    ledger: (since: string) => `The ledger is complete since ${since}.`,
    ledgerEmpty: 'The ledger is empty.',
    durable: 'Redis writes every event to disk before it confirms it.',
    durabilityUntold: 'Redis does not say whether it writes to disk.',
    noAof: 'Redis keeps events in memory only: a restart loses them.',
    evicts: (policy: string) => `Redis may drop events when it is full (maxmemory-policy ${policy}).`,
    fsync: (how: string) => `Redis writes to disk with a delay (appendfsync ${how}): a power failure may lose events.`,
    memoryUntold: 'Redis does not say how full it is.',
    memoryUnlimited: (used: string) => `Redis uses ${used} and has no limit.`,
    memory: (used: string, max: string, left: number) => `Redis uses ${used} of ${max}; ${left} % is left.`,
    replicas: (found: number, wanted: number) => `${found} replicas, ${wanted} must confirm.`,
    replicasUnasked: (found: number) => `${found} replicas; none has to confirm.`,
    replicasUntold: (wanted: number) => `${wanted} replicas must confirm, but Redis does not report any.`,
    replicasMissing: (found: number, wanted: number) =>
      `Only ${found} of the ${wanted} replicas that must confirm are connected.`,
    rules: (routes: number) => `The rules have ${routes} ${routes === 1 ? 'route' : 'routes'}.`,
    rulesInvalid: (problems: number) =>
      `The rules have ${problems} ${problems === 1 ? 'error' : 'errors'}; the workers continue with the previous rules, also after a restart.`,
    rulesUnset: 'This console does not know the rules.',
    refused: (count: number) =>
      `The receiver refused ${count} ${count === 1 ? 'delivery' : 'deliveries'} in the last hour.`,
    caughtUp: (workspace: string) => `Every fault that is open in Guance in ${workspace} is known here.`,
    notLooked: (workspace: string) => `No worker has checked yet which faults are open in Guance in ${workspace}.`,
    lookFailed: (workspace: string, since: string, said: string) =>
      `Guance could not be asked for the open faults in ${workspace} since ${since}: ${said}`,
    unseen: (workspace: string, count: number, titles: readonly string[]) =>
      `${count} ${count === 1 ? 'fault is' : 'faults are'} open in Guance in ${workspace}, but no alert of ${count === 1 ? 'it' : 'them'} arrived here: ${titles.join(' | ')}${count > titles.length ? ' …' : ''}`,
    overThere: (workspace: string, count: number, issues: readonly string[]) =>
      `${count} open ${count === 1 ? 'issue belongs to a fault' : 'issues belong to faults'} that recovered in Guance in ${workspace}: ${issues.join(', ')}${count > issues.length ? ' …' : ''}`,
    hidden: (project: string) => `In ${project}, the account can create issues but not see them.`,
  },
  todos: {
    startWorker: 'Start one, or check its log. Events wait meanwhile; none is lost.',
    resume: 'This ends it:',
    blocked:
      'Ask the people who run the proxy, firewall or WAF in front of Jira why these requests do not pass; this tries one at once:',
    lookAtJira: 'See what Jira says; this tries again at once:',
    doctor: 'This also asks Jira:',
    seeWaiting: 'See what is waiting',
    seeRefused: 'See why',
    lookAtGuance:
      'Check GUANCE_API_URL, the key of this workspace and the network. What was missed in the meantime is found afterwards.',
    unseen: (routes: readonly string[]) =>
      `Check in Guance whether the notification object is disabled or missing from the alert policy. catchUp: true ${routes.length === 0 ? 'in the rules' : `on ${routes.join(', ')}`} creates the missing issues.`,
    overThere:
      'Check whether the alert policy sends recoveries. catchUp: true on the route fetches them; or close the issues yourself.',
    seeFailed: 'See which, and why',
    durable: 'Set appendonly yes, appendfsync always and maxmemory-policy noeviction, then restart Redis.',
    memory: 'Give it more memory, or let the workers catch up.',
    replicas: 'Check the replicas; meanwhile events go to the receiver’s disk.',
    validate: 'This shows each with line and column:',
    rules: 'Set RULES_FILE, or JIRA_PROJECT and JIRA_ISSUE_TYPE, as for the worker.',
    hidden: 'Give the account Browse projects, and add it to the default security level.',
    redis: 'Check Redis and REDIS_URL. Receivers keep events on disk until Redis is back.',
  },
  history: 'What happened',
  spans: { hour: 'Last hour', day: 'Last day', week: 'Last week' },
  received: 'received',
  chart: 'Outcomes over time',
  requests: 'Requests to Jira',
  requestsText: (all: string, throttled: string) =>
    `${all} in this time, ${throttled} of them refused by rate limiting (429).`,
  answeredOtherwise: 'requests',
  throttled: '429',
  toIssue: 'Webhook to issue',
  toIssueText: (median: string, p99: string) => `half within ${median}, 99 of 100 within ${p99}`,
  longer: (span: string) => `more than ${span}`,
  byRoute: 'By route',
  counted:
    'Counted from this version on. A worker that is killed may lose the last two seconds of its counts; the log has every event.',
  newest: 'Newest events',
  allEvents: 'All events',
  failures: 'Newest failures',
  allFailures: 'All failures',
};
