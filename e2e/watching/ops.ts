/** The files of `ops/`, read as what they are. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { repoRoot } from '../harness/index.ts';

const Target = z.object({
  refId: z.string(),
  expr: z.string(),
  legendFormat: z.string().optional(),
  datasource: z.unknown().optional(),
});
const Panel = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string().min(1),
  description: z.string().optional(),
  datasource: z.unknown().optional(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(Target).default([]),
});
export type Panel = z.infer<typeof Panel>;

export const Dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number(),
  panels: z.array(Panel),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string(), query: z.unknown() })) }),
});

const Alert = z.object({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.object({ severity: z.enum(['critical', 'warning', 'info']) }),
  annotations: z.strictObject({
    summary: z.string(),
    description: z.string(),
    summary_zh: z.string(),
    description_zh: z.string(),
  }),
});
const Rules = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(Alert) })) });

export const RULES_FILE = `${repoRoot}/ops/prometheus/guance-jira.rules.yml`;

export function readDashboard(): z.infer<typeof Dashboard> {
  return Dashboard.parse(JSON.parse(readFileSync(`${repoRoot}/ops/grafana/guance-jira.json`, 'utf8')));
}

export function readAlerts(): z.infer<typeof Alert>[] {
  return Rules.parse(parse(readFileSync(RULES_FILE, 'utf8'))).groups.flatMap(({ rules }) => rules);
}

/** The metrics that `ops/METRICS.md` lists, with their labels. */
export function readMetricsDocument(): Map<string, string[]> {
  const text = readFileSync(`${repoRoot}/ops/METRICS.md`, 'utf8');
  const rows = [...text.matchAll(/^\| `(guance_jira_\w+)` \| \w+ \| (.*?) \|/gm)];
  return new Map(
    rows.map(([, name = '', labels = '']) => [name, [...labels.matchAll(/`(\w+)`/g)].map((one) => one[1] ?? '')]),
  );
}
