import type { GuanceSandbox } from '@guance-jira/guance-sandbox';
import type { Random } from '../random.ts';

type Rule = Parameters<GuanceSandbox['control']['fault']>[0];

/** Every way in which an answer of Guance can go wrong; delays stay below GUANCE_TIMEOUT_MS or a little above. */
const CLASSES: readonly Rule['action'][] = [
  'resetBefore',
  'resetAfter',
  { hang: 'before' },
  { hang: 'after' },
  { respond: { status: 502, body: '<html>no JSON</html>' }, when: 'before' },
  { respond: { status: 504, body: '<html>no JSON</html>' }, when: 'after' },
  { delayMs: 1500, when: 'before' },
  { delayMs: 3200, when: 'after' },
  { refuse: 'keyLimit' },
  'truncate',
  'notAnEnvelope',
  'html200',
];

/** So many requests of each kind are tried in a run, at most. */
const PLACES = 6;

/** Faults for that share of the requests of each kind, at drawn places; one round of all classes before any comes again. */
export function guanceFaults(random: Random, share: number): Rule[] {
  let round: Rule['action'][] = [];
  return ['restore', 'mute-create', 'mute-delete', 'abnormal', 'mute-list'].flatMap((path) => {
    const rules: Rule[] = [];
    for (let place = 0; place < PLACES; place += 1) {
      if (!random.chance(share)) continue;
      if (round.length === 0) round = random.shuffled(CLASSES);
      const action = round.pop();
      // A request that an earlier rule takes is not counted by the later ones.
      if (action !== undefined) rules.push({ path, skip: place - rules.length, action });
    }
    return rules;
  });
}
