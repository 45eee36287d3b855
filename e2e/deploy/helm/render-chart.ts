import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { repoRoot } from '../../harness/index.ts';
import type { Manifest } from '../manifests.ts';
import { evaluate, isTrue, type Scope } from './evaluate.ts';
import { type Node, parseTemplate } from './parse-template.ts';

export const CHART = join(repoRoot, 'deploy/helm/guance-jira');

export type Values = Readonly<Record<string, unknown>>;

/** What `helm template` prints, by our own reader of templates: this machine may have no Helm. @throws Error for what it does not know */
export function renderChart(release: string, values: Values): string {
  const { name, version, appVersion } = readYaml('Chart.yaml');
  const files = globSync('files/*', { cwd: CHART }).map((file) => [file, readFileSync(join(CHART, file), 'utf8')]);
  const root = {
    Values: over(readYaml('values.yaml'), values),
    Release: { Name: release, Namespace: 'default' },
    Chart: { Name: name, Version: version, AppVersion: appVersion },
    Files: Object.fromEntries(files),
  };
  const paths = globSync('templates/*.{yaml,tpl,txt}', { cwd: CHART }).sort();
  const named = new Map(paths.flatMap((path) => [...parseTemplate(path, readFileSync(join(CHART, path), 'utf8'))]));
  const include = (template: string, dot: unknown): string => {
    const nodes = named.get(template);
    if (!nodes) throw new Error(`there is no template ${template}`);
    return put(nodes, { dot, root, variables: new Map(), include });
  };
  return paths
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => include(path, root))
    .join('\n---\n');
}

/** The same by Helm itself; null where there is none. */
export function renderByHelm(release: string, valuesFile?: string): string | null {
  const more = valuesFile ? ['--values', valuesFile] : [];
  const { stdout, stderr, status, error } = spawnSync('helm', ['template', release, CHART, ...more], {
    encoding: 'utf8',
  });
  if (error) return null;
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

export function manifestsOf(rendered: string): Manifest[] {
  return parseAllDocuments(rendered, { merge: true })
    .map((document) => {
      if (document.errors.length > 0) throw new Error(String(document.errors[0]));
      return document.toJS();
    })
    .filter((body) => body !== null)
    .map((body) => ({ file: 'chart', kind: String(body.kind), name: String(body.metadata?.name), body }));
}

export function readYaml(file: string): Record<string, unknown> {
  return parse(readFileSync(join(CHART, file), 'utf8'));
}

function put(nodes: readonly Node[], scope: Scope): string {
  return nodes.map((node) => putOne(node, scope)).join('');
}

function putOne(node: Node, scope: Scope): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'put') return String(evaluate(node.pipe, scope) ?? '');
  if (node.kind === 'set') {
    scope.variables.set(node.name, evaluate(node.pipe, scope));
    return '';
  }
  for (const { pipe, body } of node.branches) {
    const value = pipe === null ? true : evaluate(pipe, scope);
    if (isTrue(value)) return put(body, node.kind === 'with' && pipe !== null ? { ...scope, dot: value } : scope);
  }
  return '';
}

/** As Helm lays values over those of the chart: maps are joined, all else is replaced. */
function over(base: unknown, values: unknown): unknown {
  if (!isMap(base) || !isMap(values)) return values === undefined ? base : values;
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(values)])].map((key) => [key, over(base[key], values[key])]),
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
