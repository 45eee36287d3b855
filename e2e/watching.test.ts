import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repoRoot, type Stack } from './harness/index.ts';
import { sourceFiles } from './harness/sources/source-files.ts';
import { type Exported, metricOf } from './watching/exposition.ts';
import { type Panel, RULES_FILE, readAlerts, readDashboard, readMetricsDocument } from './watching/ops.ts';
import { type Query, readQuery } from './watching/promql.ts';
import { promtool } from './watching/promtool.ts';
import { makeTraffic, scrape, startForMetrics } from './watching/traffic.ts';

const dashboard = readDashboard();
const alerts = readAlerts();
const documented = readMetricsDocument();
const queries: { from: string; expr: string; legends: string[] }[] = [
  ...dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, legendFormat = '' }) => ({
      from: title,
      expr,
      legends: namesIn(legendFormat, /\{\{(\w+)\}\}/g),
    })),
  ),
  ...alerts.map(({ alert, expr, annotations }) => ({
    from: alert,
    expr,
    legends: namesIn(Object.values(annotations).join(), /\$labels\.(\w+)/g),
  })),
];
/** Labels that Prometheus adds, not the programs. */
const OF_PROMETHEUS = ['job', 'instance', 'le'];

describe('what the programs tell', () => {
  const exported: Exported = new Map();
  let stack: Stack;
  beforeAll(async () => {
    stack = await startForMetrics();
    await makeTraffic(stack, exported);
  });
  afterAll(() => stack.close());

  it.each(queries)('holds what "$from" asks for: $expr', ({ expr, legends }) => {
    const query = readQuery(expr);

    expect(query.uses.length).toBeGreaterThan(0);
    expect(query.uses.flatMap((use) => notTold(use, exported))).toEqual([]);
    expect(unknownLabels(query, legends, exported)).toEqual([]);
  });

  it('is what METRICS.md lists, with the same labels', () => {
    const told = new Map<string, Set<string>>();
    for (const [sample, labels] of exported) {
      if (!sample.startsWith('guance_jira_')) continue;
      const name = metricOf(sample, exported);
      const names = [...labels.keys()].filter((label) => label !== 'le');
      told.set(name, new Set([...(told.get(name) ?? []), ...names]));
    }

    expect([...told.keys()].sort(), 'run: npm run docs').toEqual([...documented.keys()].sort());
    for (const [name, labels] of told)
      expect([...labels].sort(), name).toEqual([...(documented.get(name) ?? [])].sort());
  });

  it('is shown on the dashboard, or watched by an alert, down to the last metric', () => {
    const used = new Set(
      queries.flatMap(({ expr }) => readQuery(expr).uses.map(({ metric }) => metricOf(metric, exported))),
    );

    expect([...documented.keys()].filter((name) => !used.has(name))).toEqual([]);
  });

  it('is told also while Redis is frozen, without what only Redis knows', async () => {
    await stack.redis.kill('SIGSTOP');
    const [receiver = '', worker = ''] = await scrape(stack, new Map());
    await stack.redis.kill('SIGCONT');

    expect(receiver).toContain('guance_jira_spool_events');
    expect(receiver).not.toMatch(/guance_jira_queue_jobs\{|where="queue"/);
    expect(worker).toContain('guance_jira_events_total{');
    expect(worker).not.toMatch(/guance_jira_paused\{|^guance_jira_rate_per_second \d/m);
  });

  it('names no event, no issue and no word of an alert', async () => {
    const texts = (await scrape(stack, new Map())).join('\n');
    const ours = texts.split('\n').filter((line) => line.startsWith('guance_jira_'));

    expect(ours.length).toBeGreaterThan(50);
    expect(ours.filter((line) => /event-|OPS-\d|磁盘|@|token-/.test(line))).toEqual([]);
  });
});

describe('the check itself', () => {
  const exported: Exported = new Map([['a_total', new Map([['x', new Set(['1'])]])]]);

  it('would notice a metric, a label or a value that nobody tells, and what is no PromQL', () => {
    const problems = (expr: string) => readQuery(expr).uses.flatMap((use) => notTold(use, exported));

    expect(problems('rate(a_total{x="1"}[5m])')).toEqual([]);
    expect(problems('rate(b_total[5m])')).toEqual(['b_total']);
    expect(problems('a_total{y="1"}')).toEqual(['a_total{y}']);
    expect(problems('a_total{x="2"}')).toEqual(['a_total{x="2"}']);
    expect(problems('a_total{x=~"2|3"}')).toEqual(['a_total{x=~"2|3"}']);
    expect(unknownLabels(readQuery('sum by (x, z) (a_total)'), ['q'], exported)).toEqual(['z', 'q']);
    expect(() => readQuery('sum by (x (a_total)')).toThrow('no PromQL');
  });
});

describe('the Grafana dashboard', () => {
  const panels = dashboard.panels;

  it('can be imported anywhere: its data source and its scrape jobs are chosen at the top', () => {
    expect(dashboard.templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['job', 'query'],
    ]);
    const sources = panels.flatMap(({ type, datasource, targets }) =>
      type === 'row' ? [] : [datasource, ...targets.map((target) => target.datasource)],
    );
    for (const source of sources) expect(source).toEqual({ type: 'prometheus', uid: '$datasource' });
    for (const { targets } of panels) for (const { expr } of targets) expect(expr).toContain('job=~"$job"');
  });

  it('has no two panels with one id or in one place, and a sentence for each in both languages', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const pairs = panels.flatMap((a, index) => panels.slice(index + 1).map((b) => [a, b] as const));
    expect(pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => `${a.title} / ${b.title}`)).toEqual([]);
    for (const { type, title, description = '', targets } of panels) {
      if (type === 'row') continue;
      expect(description, title).toMatch(/[.].*\n\n.*\p{Script=Han}/su);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
  });
});

describe('the alert rules', () => {
  it.each(alerts)('$alert says what happened and what to do, in English and Chinese', ({ alert, annotations }) => {
    const { summary, description, summary_zh: summaryZh, description_zh: descriptionZh } = annotations;

    expect(alert).toMatch(/^GuanceJira[A-Z]\w+$/);
    expect(summary).toMatch(/^[\p{Lu}{]/u);
    expect(description).toMatch(/\.$/);
    expect(summary.length).toBeLessThan(100);
    for (const text of [summaryZh, descriptionZh]) expect(text).toMatch(/\p{Script=Han}/u);
    expect(summary + description).not.toMatch(/\p{Script=Han}{10}/u);
  });

  it('quote only messages that a program writes, and name only settings that it reads', () => {
    const source = sourceFiles()
      .filter(({ path, isTest }) => /^(apps|packages)\//.test(path) && !isTest)
      .map(({ text }) => text)
      .join('\n');
    const texts = alerts.flatMap(({ annotations }) => Object.values(annotations)).join('\n');
    const quoted = namesIn(texts, /"([a-z][a-z' :-]+ [a-z' :-]+)"/g);
    const settings = namesIn(texts, /\b([A-Z]{2,}(?:_[A-Z]+)+)\b/g).map((name) => name.replace(/_FILE$/, ''));

    expect([quoted.length > 3, settings.length > 10]).toEqual([true, true]);
    expect(quoted.filter((message) => !source.includes(message))).toEqual([]);
    expect(settings.filter((name) => !new RegExp(`\\b${name}\\b`).test(source))).toEqual([]);
  });

  const tool = promtool();
  const skipped = tool === null ? ' (skipped: no promtool; Debian has it in the package prometheus)' : '';
  it.skipIf(tool === null)(`are rules for Prometheus itself, and fire when they should${skipped}`, () => {
    expect(tool?.('check', 'rules', RULES_FILE)).toContain(`${alerts.length} rules found`);
    expect(tool?.('test', 'rules', `${repoRoot}/e2e/watching/alerts.yml`)).toContain('SUCCESS');
  });
});

function notTold({ metric, matchers }: Query['uses'][number], exported: Exported): string[] {
  const labels = exported.get(metric);
  if (!labels) return [metric];
  return matchers.flatMap(({ label, op, value }) => {
    if (OF_PROMETHEUS.includes(label)) return [];
    const values = labels.get(label);
    if (!values) return [`${metric}{${label}}`];
    const wanted = op.endsWith('~') ? new RegExp(`^(?:${value})$`) : { test: (one: string) => one === value };
    return [...values].some((one) => wanted.test(one)) ? [] : [`${metric}{${label}${op}"${value}"}`];
  });
}

function unknownLabels({ uses, labels }: Query, legends: readonly string[], exported: Exported): string[] {
  const known = new Set([...OF_PROMETHEUS, ...uses.flatMap(({ metric }) => [...(exported.get(metric)?.keys() ?? [])])]);
  return [...labels, ...legends].filter((label) => !known.has(label));
}

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
