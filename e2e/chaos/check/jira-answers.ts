import type { Random } from '../random.ts';

/** Every way in which an answer of Jira can go wrong; `ms` of a late commit stay below JIRA_TIMEOUT_MS + JIRA_LATE_COMMIT_MS. */
const CLASSES: readonly unknown[] = [
  'resetBefore',
  'resetAfter',
  { hang: 'before' },
  { hang: 'after' },
  answer(500, 'before'),
  answer(500, 'after'),
  answer(502, 'after'),
  answer(503, 'before'),
  answer(504, 'before'),
  answer(504, 'after'),
  { html200: 'before' },
  { html200: 'after' },
  { empty: 'after' },
  'truncate',
  'truncateJson',
  { redirect: { status: 302, location: '/login' }, when: 'before' },
  { redirect: { status: 302, location: '/login' }, when: 'after' },
  { lateCommit: { ms: 300 } },
  { lateCommit: { ms: 1700 } },
  { delayMs: 1500, when: 'after' },
  { slowBody: { ms: 1500 } },
  answer(429, 'before', { 'Retry-After': '1' }),
  answer(401, 'before'),
];

export interface FaultRule {
  readonly path: string;
  readonly skip: number;
  readonly times: number;
  readonly action: unknown;
}

/**
 * Faults for that share of the requests of each kind, at drawn places. One shuffled round of all classes is used up before
 * any comes again, so that even a short run meets many. A 401 or 429 hits a few requests in a row.
 */
export function answerFaults(random: Random, share: number, events: number): FaultRule[] {
  let round: unknown[] = [];
  const nextClass = () => {
    if (round.length === 0) round = random.shuffled(CLASSES);
    return round.pop();
  };
  return ['create', 'search', 'myself', 'property'].flatMap((path) => {
    const rules: FaultRule[] = [];
    for (let place = 0; place < events * 3; place += 1) {
      if (!random.chance(share)) continue;
      const action = nextClass();
      const times = /"status":4/.test(JSON.stringify(action)) ? random.between(1, 3) : 1;
      // A request that an earlier rule takes is not counted by the later ones.
      const taken = rules.reduce((sum, rule) => sum + rule.times, 0);
      rules.push({ path, skip: Math.max(0, place - taken), times, action });
    }
    return rules;
  });
}

function answer(status: number, when: 'before' | 'after', headers: Record<string, string> = {}): unknown {
  return { respond: { status, headers, body: '<html>no JSON</html>' }, when };
}
