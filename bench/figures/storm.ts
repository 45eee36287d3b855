/** A storm of 200 alerts on a Jira that allows 50 or 20 requests a second, beside the floor of one request per alert. */
import type { Figure, Row } from '../figure.ts';
import { show } from '../parts/stats.ts';
import { runStorm } from '../storm/run-storm.ts';

const ALERTS = 200;

export const storm: Figure = {
  name: 'storm',
  quick: false,
  run: async (bench) => {
    const rows: Row[] = [];
    for (const allowed of [50, 20]) {
      for (const rps of [String(allowed), 'auto']) {
        bench.progress(`${allowed} requests a second, JIRA_MAX_RPS=${rps}`);
        const seen = await runStorm({ alerts: ALERTS, dialect: 'cloud', allowed, rps });
        if (seen.issues !== ALERTS) throw new Error(`${ALERTS} alerts made ${seen.issues} issues`);
        const fixed = rps !== 'auto';
        const what = `200 alerts at once, Jira allows ${allowed}/s, ${fixed ? 'rate set' : 'rate learnt'}`;
        rows.push({
          ...{ what, ours: `${show(seen.seconds)} s`, reference: `${ALERTS / allowed} s` },
          ...{ figure: one(seen.byFloor), unit: '×' as const, aim: { atMost: fixed ? 1.05 : 1.6 } },
        });
        rows.push({
          ...{ what: `${what}: refused with 429`, ours: `${seen.refused}`, reference: `${seen.requests} requests` },
          ...{ figure: one(seen.refusedPercent), unit: '%' as const, aim: { atMost: fixed ? 1 : 5 } },
        });
      }
    }
    return rows;
  },
};

function one(value: number): Row['figure'] {
  return { median: value, least: value, most: value };
}
