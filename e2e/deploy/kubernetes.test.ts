import { readFileSync } from 'node:fs';
import { parseRules } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { described, receiverRegistry } from '../../tools/docs/src/metrics.ts';
import { repoRoot } from '../harness/index.ts';
import { graceMsOf } from './grace.ts';
import { APPS, type AppName, bareSecrets, unknownSettings } from './known-settings.ts';
import {
  forgottenFiles,
  hasKustomize,
  type Manifest,
  readKustomization,
  readManifests,
  rendered,
  schemaFault,
  unknownNames,
} from './manifests.ts';

const FOLDERS = ['base', 'components/keda', 'components/gateway', 'example'];
const all = readManifests(...FOLDERS);
const named = all.map((manifest) => [`${manifest.kind} ${manifest.name}`, manifest] as const);

describe('the manifests for Kubernetes', () => {
  it('are all there', () => {
    expect(new Set(all.map(({ kind }) => kind))).toEqual(
      new Set([
        ...['ServiceAccount', 'StatefulSet', 'Deployment', 'Service', 'PodDisruptionBudget', 'NetworkPolicy'],
        ...['ScaledObject', 'Ingress', 'HTTPRoute'],
      ]),
    );
    expect(FOLDERS.flatMap(forgottenFiles)).toEqual([]);
  });

  it.each(named)('%s follows the schema of its kind', async (_name, manifest) => {
    expect(await schemaFault(manifest)).toBeNull();
  });

  it('hold no name that Kubernetes does not know', () => {
    expect(unknownNames(all)).toBe('');
  });

  it('would not get by with a wrong value or a wrong name', async () => {
    const worker = manifestOf('Deployment', 'guance-jira-worker');
    const spec = Object(worker.body.spec);

    expect(await schemaFault({ ...worker, body: { ...worker.body, spec: { ...spec, replicas: 'two' } } })).toContain(
      'replicas',
    );
    expect(unknownNames([{ ...worker, body: { ...worker.body, spec: { ...spec, replica: 2 } } }])).toContain('replica');
  });

  it('ask a cluster that follows the guide for no kind that it may not have', () => {
    const applied = readManifests('base', 'example');
    const groups = applied.map(({ body }) => String(body.apiVersion).replace(/\/.*/, ''));

    expect(readKustomization('example').components).toEqual([]);
    expect(groups.filter((group) => group.includes('.') && !group.endsWith('.k8s.io'))).toEqual([]);
    expect(groups).not.toContain('gateway.networking.k8s.io');
    expect(readFileSync(`${repoRoot}/deploy/kubernetes/example/kustomization.yaml`, 'utf8')).toMatch(
      /^#components:\n(# {2}- \.\.\/components\/\w+ .*\n){2}/m,
    );
  });

  it('hold no secret', () => {
    expect(all.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    for (const folder of ['base', 'example']) {
      const literals = readKustomization(folder).configMapGenerator.flatMap(({ literals }) => literals);
      expect(bareSecrets(literals.map(nameIn), APPS)).toEqual([]);
    }
  });

  it('say which rules of the example are right', () => {
    const path = 'deploy/kubernetes/example/rules.yaml';

    expect(parseRules(readFileSync(`${repoRoot}/${path}`, 'utf8'), path).routes).toHaveLength(1);
  });
});

const Labels = z.record(z.string(), z.string());
const Container = z.object({
  image: z.literal('guance-jira'),
  args: z.tuple([z.string()]),
  envFrom: z.array(
    z.object({
      configMapRef: z.object({ name: z.string() }).optional(),
      secretRef: z.object({ name: z.string() }).optional(),
    }),
  ),
  env: z.array(
    z.union([
      z.object({ name: z.string(), value: z.string() }),
      // Of a feature that is off unless somebody asks for it.
      z.object({ name: z.string(), valueFrom: z.object({ secretKeyRef: z.object({ optional: z.literal(true) }) }) }),
    ]),
  ),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: z.object({ httpGet: z.object({ path: z.literal('/healthz'), port: z.string() }) }),
  livenessProbe: z.object({ httpGet: z.object({ path: z.literal('/healthz'), port: z.string() }) }),
  readinessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
  securityContext: z.record(z.string(), z.unknown()),
  resources: z.object({
    requests: z.object({ cpu: z.string(), memory: z.string() }),
    limits: z.object({ memory: z.string() }),
  }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});
const Workload = z.object({
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: Labels }),
    template: z.object({
      metadata: z.object({ labels: Labels }),
      spec: z.object({
        serviceAccountName: z.string(),
        automountServiceAccountToken: z.literal(false),
        enableServiceLinks: z.literal(false),
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.record(z.string(), z.unknown()),
        topologySpreadConstraints: z.array(z.object({ labelSelector: z.object({ matchLabels: Labels }) })).default([]),
        containers: z.tuple([Container]),
        volumes: z.array(z.object({ name: z.string() })),
      }),
    }),
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) })).default([]),
  }),
});

describe.each([
  ['receiver', 'StatefulSet'],
  ['worker', 'Deployment'],
  ['console', 'Deployment'],
] as const)('the %s', (app: AppName, kind) => {
  const { spec } = Workload.parse(manifestOf(kind, `guance-jira-${app}`).body);
  const pod = spec.template.spec;
  const [container] = pod.containers;
  const labels = spec.template.metadata.labels;
  const maps = container.envFrom.flatMap(({ configMapRef }) => configMapRef?.name ?? []);
  const generators = ['base', 'example'].flatMap((folder) => readKustomization(folder).configMapGenerator);

  it('runs a program of ours and gives it longer to end than it needs', () => {
    expect(container.args).toEqual([app]);
    // The receiver first waits 5 s until no new connection comes.
    expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(graceMsOf(app) + 5000 + 3000);
  });

  it('sets only what the program reads', () => {
    const literals = generators.filter(({ name }) => maps.includes(name)).flatMap(({ literals }) => literals);
    const names = [...literals.map(nameIn), ...container.env.map(({ name }) => name)];

    expect(names.length).toBeGreaterThan(5);
    expect(unknownSettings(literals.map(nameIn), maps.includes('guance-jira-common') ? APPS : [app])).toEqual([]);
    expect(
      unknownSettings(
        container.env.map(({ name }) => name),
        [app],
      ),
    ).toEqual([]);
    expect(maps.filter((map) => !generators.some(({ name }) => name === map))).toEqual([]);
  });

  it('meets the restricted standard for pods', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('is found by its own labels: service, budget, network policy, spread', () => {
    const wanted = { 'app.kubernetes.io/name': 'guance-jira', 'app.kubernetes.io/component': app };

    expect([labels, spec.selector.matchLabels]).toEqual([wanted, wanted]);
    for (const { labelSelector } of pod.topologySpreadConstraints) expect(labelSelector.matchLabels).toEqual(wanted);
    // One alone can be spread nowhere, and a budget would only keep its node from being emptied.
    expect(pod.topologySpreadConstraints).toHaveLength(spec.replicas === 1 ? 0 : 2);
    for (const budget of spec.replicas === 1 ? ['NetworkPolicy'] : ['PodDisruptionBudget', 'NetworkPolicy'])
      expect(JSON.stringify(manifestOf(budget, `guance-jira-${app}`).body.spec)).toContain(
        JSON.stringify({ matchLabels: wanted }),
      );
    expect(Object(manifestOf('Service', `guance-jira-${app}`).body.spec).selector).toEqual(wanted);
    expect(all.some(({ kind: one, name }) => one === 'ServiceAccount' && name === pod.serviceAccountName)).toBe(true);
  });

  it('is there more than once where events hang on it, and asked whether it can take them', () => {
    const hangs = app !== 'console';

    expect(spec.replicas).toBe(hangs ? 2 : 1);
    expect(container.readinessProbe.httpGet.path).toBe(hangs ? '/readyz' : '/healthz');
  });

  it('mounts only volumes that it has, and asks for health at ports that it has', () => {
    const volumes = [
      ...pod.volumes.map(({ name }) => name),
      ...spec.volumeClaimTemplates.map(({ metadata }) => metadata.name),
    ];
    const ports = container.ports.map(({ name }) => name);
    const services = all.filter(
      ({ kind: one, body }) =>
        one === 'Service' &&
        Object(body.spec).selector &&
        Object(Object(body.spec).selector)['app.kubernetes.io/component'] === app,
    );

    expect(container.volumeMounts.map(({ name }) => name).sort()).toEqual(volumes.sort());
    for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe])
      expect(ports).toContain(probe.httpGet.port);
    for (const { body } of services)
      for (const { targetPort } of Object(body.spec).ports) expect(ports).toContain(targetPort);
  });

  it('is scaled by itself only if it keeps nothing', () => {
    const targets = all
      .filter(({ kind: one }) => /Scale/.test(one))
      .map(({ body }) => Object(body.spec).scaleTargetRef.name);

    expect(targets).toEqual(['guance-jira-worker']);
    expect(spec.volumeClaimTemplates.map(({ metadata }) => metadata.name)).toEqual(app === 'receiver' ? ['spool'] : []);
  });
});

it('workers are counted by a metric that the receiver exports', () => {
  const query = JSON.stringify(manifestOf('ScaledObject', 'guance-jira-worker').body);
  const metric = /guance_jira_\w+/.exec(query)?.[0];

  expect(described(receiverRegistry()).map(({ name }) => name)).toContain(metric);
});

const SKIPPED = hasKustomize() ? '' : ' (skipped: no kubectl)';

describe.skipIf(SKIPPED !== '')(`kubectl kustomize${SKIPPED}`, () => {
  it.each(['base', 'example'])('builds %s, and what comes out is right too', async (folder) => {
    const built = rendered(folder);

    expect(built.length).toBeGreaterThan(10);
    for (const manifest of built) expect([manifest.name, await schemaFault(manifest)]).toEqual([manifest.name, null]);
    expect(unknownNames(built)).toBe('');
  });

  it('puts the settings, the image and the number of workers of the example where they belong', () => {
    const built = rendered('example');
    const worker = built.find(({ kind, name }) => kind === 'Deployment' && name === 'guance-jira-worker');
    const text = JSON.stringify(worker?.body);

    expect(text).toContain('registry.example.com/guance-jira:0.1.0');
    expect(text).toMatch(/"name":"guance-jira-worker-[a-z0-9]+"/);
    expect(Object(worker?.body.spec).replicas).toBe(2);
    const settings = built.find(({ kind, name }) => kind === 'ConfigMap' && name.startsWith('guance-jira-worker-'));
    expect(settings?.body.data).toMatchObject({ JIRA_URL: 'https://example.atlassian.net', WORKER_PORT: '8082' });
  });
});

function manifestOf(kind: string, name: string): Manifest {
  const found = all.find((manifest) => manifest.kind === kind && manifest.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

function nameIn(literal: string): string {
  return literal.slice(0, literal.indexOf('='));
}
