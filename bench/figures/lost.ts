/** How long a lost answer takes, with default settings and a search that is 30 s behind: by keys, beside what search alone could do. */

import { sampleEvent } from '../../e2e/harness/events.ts';
import { type Stack, startStack } from '../../e2e/harness/stack.ts';
import type { Bench, Figure, Row } from '../figure.ts';
import { spreadOf } from '../parts/stats.ts';

const INDEX_LAG_MS = 30_000;
/** By search alone: found when the index has it; posted again after five times JIRA_SETTLE_MS and what a request may take. */
const BY_SEARCH = { landed: '34 s', lost: '11 minutes' };

const BY_HAND = 'made by hand';

type Dialect = 'cloud' | 'datacenter';

export const lost: Figure = {
  name: 'lost',
  quick: false,
  run: async (bench) => {
    const each = await Promise.all((['cloud', 'datacenter'] as const).map((dialect) => inDialect(bench, dialect)));
    return each.flat();
  },
};

async function inDialect(bench: Bench, dialect: Dialect): Promise<Row[]> {
  const name = dialect === 'cloud' ? 'Cloud' : 'Data Center';
  return [
    await measured(bench, dialect, 'landed', {
      what: `Lost answer that landed → outcome, ${name}`,
      reference: BY_SEARCH.landed,
      rules: [{ action: 'resetAfter' }],
      aimMs: 5_000,
    }),
    await measured(bench, dialect, 'did not land', {
      what: `Lost answer that did not land → issue, ${name}`,
      reference: BY_SEARCH.lost,
      rules: [{ action: 'resetBefore' }],
      aimMs: 75_000,
    }),
    await measured(bench, dialect, 'gaps', {
      what: `…the same with keys that cannot be read, ${name}`,
      reference: BY_SEARCH.lost,
      rules: [{ action: 'resetBefore' }],
      aimMs: 200_000,
      gaps: true,
    }),
    await measured(bench, dialect, '20 at once', {
      what: `20 lost answers at once, half of them landed → 20 issues, ${name}`,
      reference: BY_SEARCH.lost,
      rules: [
        { action: 'resetAfter', times: 10 },
        { action: 'resetBefore', times: 10 },
      ],
      aimMs: 90_000,
      events: 20,
    }),
  ];
}

interface Case {
  what: string;
  reference: string;
  rules: { action: string; times?: number }[];
  aimMs: number;
  events?: number;
  gaps?: boolean;
}

async function measured(bench: Bench, dialect: Dialect, name: string, about: Case): Promise<Row> {
  const { what, reference, aimMs, events = 1 } = about;
  const stack = await startStack({
    dialect,
    sandbox: { indexLagMs: INDEX_LAG_MS },
    workerEnv: { LOG_LEVEL: 'info' },
    receiverEnv: { LOG_LEVEL: 'warn' },
  });
  try {
    bench.progress(`${dialect}: ${name}`);
    // Jira knows us, and an issue of ours is there.
    await stack.send(sampleEvent());
    await handled(stack, 1);
    for (const rule of about.rules) await stack.jira.control('POST', '/faults', { path: 'create', ...rule });
    const started = performance.now();
    await stack.send(Array.from({ length: events }, () => sampleEvent()));
    if (about.gaps) await leaveGap(stack);
    await handled(stack, events + 1);
    const ms = performance.now() - started;
    const issues = (await stack.jira.issues()).filter(({ summary }) => summary !== BY_HAND).length - 1;
    if (issues !== events) throw new Error(`${events} events made ${issues} issues`);
    const figure = spreadOf([ms]);
    return { what, ours: `${(ms / 1000).toFixed(1)} s`, reference, figure, unit: 'ms', aim: { atMost: aimMs } };
  } finally {
    await stack.close();
  }
}

async function handled(stack: Stack, count: number): Promise<void> {
  const ended = () => stack.worker.log.named('event handled').filter(({ outcome }) => outcome === 'created').length;
  await stack.waitFor(`${count} outcomes`, () => ended() === count, 900_000);
}

/** A key that nobody can read, and one after it: made while the answer is lost. */
async function leaveGap(stack: Stack): Promise<void> {
  await stack.waitFor('the fault to be used', async () => {
    const { faults } = Object(await stack.jira.control('GET', '/faults'));
    return faults.length === 0;
  });
  await stack.jira.control('POST', '/projects/OPS/skip-keys', { count: 1 });
  await createByHand(stack);
}

async function createByHand({ jira }: Stack): Promise<void> {
  const response = await fetch(`${jira.url}/rest/api/2/issue`, {
    method: 'POST',
    headers: { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: BY_HAND } }),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
}
