import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { repoRoot } from '../harness/index.ts';
import { CHART, manifestsOf, readYaml, renderByHelm, renderChart, type Values } from './helm/render-chart.ts';
import { type Manifest, readManifests, schemaFault, unknownNames } from './manifests.ts';

const everything = readYaml('ci/everything.yaml');
const plain = manifestsOf(renderChart('guance-jira', {}));
const full = manifestsOf(renderChart('guance-jira', everything));

describe('the chart', () => {
  it('makes of its defaults what the manifests for kustomize say', () => {
    const base = readManifests('base').map(comparable);
    const ours = plain.filter(({ kind }) => kind !== 'ConfigMap').map(comparable);

    expect(ours.map(titleOf).sort()).toEqual(base.map(titleOf).sort());
    for (const manifest of base) expect(ours).toContainEqual(manifest);
  });

  it('leaves off what needs more than Kubernetes, until it is asked for', () => {
    const more = full.map(titleOf).filter((title) => !plain.map(titleOf).includes(title));

    expect(more.sort()).toEqual([
      ...['ConfigMap guance-jira-rules', 'HTTPRoute guance-jira', 'Ingress guance-jira', 'PrometheusRule guance-jira'],
      ...['ScaledObject guance-jira-worker', 'ServiceMonitor guance-jira'],
    ]);
  });

  it.each(full.map((manifest) => [titleOf(manifest), manifest] as const))(
    '%s follows the schema of its kind',
    async (_title, manifest) => {
      expect(await schemaFault(manifest)).toBeNull();
    },
  );

  it('makes no name that Kubernetes does not know', () => {
    expect(unknownNames([...plain, ...full])).toBe('');
  });

  it('hands settings to the programs that they are for, over what is fixed there', () => {
    const data = (name: string) =>
      Object(full.find((one) => titleOf(one) === `ConfigMap guance-jira-${name}`)?.body.data);

    expect(data('worker')).toEqual({
      JIRA_URL: 'https://example.atlassian.net',
      JIRA_USER: 'bot@example.com',
      RULES_FILE: '/etc/guance-jira/rules/rules.yaml',
      WORKER_HOST: '0.0.0.0',
      WORKER_PORT: '8082',
    });
    expect(data('receiver')).toMatchObject({ PUBLIC_URL: 'https://guance-jira.example.com', RECEIVER_PORT: '8080' });
    expect(data('rules')['rules.yaml']).toContain('group: fault');
  });

  it('has the alert rules of the repository', () => {
    const text = readFileSync(`${repoRoot}/ops/prometheus/guance-jira.rules.yml`, 'utf8');

    expect(readFileSync(join(CHART, 'files/guance-jira.rules.yml'), 'utf8'), 'copy it from ops/prometheus').toBe(text);
    expect(full.find(({ kind }) => kind === 'PrometheusRule')?.body.spec).toHaveProperty('groups');
  });

  it('is of the version that package.json says, as is the image of the example', () => {
    const { version } = JSON.parse(readFileSync(`${repoRoot}/package.json`, 'utf8'));

    expect(readYaml('Chart.yaml')).toMatchObject({ version, appVersion: version });
    expect(JSON.stringify(plain)).toContain(`guance-jira/guance-jira:${version}"`);
  });

  it.each([
    ['my.alerts', 'my-alerts-guance-jira'],
    ['2nd', 'guance-jira-2nd'],
    ['a-release-with-a-name-that-is-cut-in-guance-jira', 'a-release-with-a-name-that-is-cut-in-gua'],
    [`${'r'.repeat(39)}-guance-jira`, 'r'.repeat(39)],
  ])('makes names of the release %s that a service may have', (release, name) => {
    const names = manifestsOf(renderChart(release, everything)).map((manifest) => manifest.name);

    expect(names).toContain(name);
    for (const one of names) expect(one).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });

  it('rolls the pods of each program for a setting of its own, and for one of all', () => {
    const sums = (settings: Values) =>
      Object.fromEntries(
        manifestsOf(renderChart('guance-jira', { settings })).flatMap(({ name, body }) => {
          const sum = Object(body.spec).template?.metadata.annotations?.['checksum/settings'];
          return sum === undefined ? [] : [[name.replace('guance-jira-', ''), sum]];
        }),
      );
    const changed = (settings: Values) => {
      const before = sums({});
      return Object.entries(sums(settings)).flatMap(([name, sum]) => (before[name] === sum ? [] : [name]));
    };

    expect(changed({ worker: { JIRA_MAX_RPS: '5' } })).toEqual(['worker']);
    expect(changed({ common: { LOG_LEVEL: 'debug' } }).sort()).toEqual(['console', 'receiver', 'worker']);
  });

  it('takes settings and rules that are written down with nothing behind them', () => {
    const empty = { settings: { common: null, receiver: null, worker: null, console: null }, rules: null };
    const without = (manifests: readonly Manifest[]) => manifests.map(comparable);

    expect(without(manifestsOf(renderChart('guance-jira', empty)))).toEqual(without(plain));
  });

  it('has a place for each secret of the way back and of context', () => {
    const text = JSON.stringify(plain);
    for (const key of ['jira-webhook-tokens', 'jira-webhook-secret', 'guance-api-keys', 'guance-client-tokens'])
      expect(text).toMatch(new RegExp(`"key":"${key}","optional":true`));
  });

  it('lets two releases stand in one namespace', () => {
    const other = manifestsOf(renderChart('blue', {}));

    expect(other.filter(({ name }) => !name.startsWith('blue-guance-jira')).map(titleOf)).toEqual([]);
    const selectors = (all: readonly Manifest[]) =>
      all.flatMap(({ body }) => Object(body.spec).selector?.matchLabels ?? []);
    expect(selectors(other)[0]).toMatchObject({ 'app.kubernetes.io/instance': 'blue' });
  });
});

describe('its values', () => {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(readYaml('values.schema.json'));

  it('follow their schema, and all that is off by default as well', () => {
    expect([validate(readYaml('values.yaml')), validate.errors]).toEqual([true, null]);
    expect([validate(everything), validate.errors]).toEqual([true, null]);
  });

  it.each([
    [{ worker: { replica: 3 } }, 'additional properties'],
    [{ settings: { worker: { JIRA_MAX_RPS: 20 } } }, 'must be string'],
    [{ gateway: { enabled: true, parentRefs: [] } }, 'fewer than 1 items'],
    [{ image: { pullPolicy: 'Sometimes' } }, 'one of the allowed values'],
  ])('are refused as %j', (values, why) => {
    expect(validate(values)).toBe(false);
    expect(JSON.stringify(validate.errors)).toContain(why);
  });
});

const byHelm = renderByHelm('guance-jira');
const SKIPPED = byHelm === null ? ' (skipped: no helm)' : '';

it.skipIf(SKIPPED !== '')(`Helm makes the same of it${SKIPPED}`, () => {
  const all = renderByHelm('guance-jira', join(CHART, 'ci/everything.yaml')) ?? '';
  const byTitle = (manifests: readonly Manifest[]) =>
    Object.fromEntries(manifests.map((manifest) => [titleOf(manifest), comparable(manifest).body]));

  expect(byTitle(manifestsOf(byHelm ?? ''))).toEqual(byTitle(plain));
  expect(byTitle(manifestsOf(all))).toEqual(byTitle(full));
});

function titleOf({ kind, name }: Pick<Manifest, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** Without what a release has of its own. */
function comparable({ kind, name, body }: Manifest): Pick<Manifest, 'kind' | 'name' | 'body'> {
  const text = JSON.stringify(body)
    .replaceAll(/,"app\.kubernetes\.io\/instance":"[^"]*"/g, '')
    .replaceAll(/,"annotations":\{"checksum\/settings":"[^"]*"\}/g, '')
    .replaceAll(/"image":"[^"]*","imagePullPolicy":"IfNotPresent"/g, '"image":"guance-jira"');
  return { kind, name, body: JSON.parse(text) };
}
