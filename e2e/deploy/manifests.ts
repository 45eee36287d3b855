import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { repoRoot } from '../harness/index.ts';

const FOLDER = `${repoRoot}/deploy/kubernetes`;

/** A resource as it stands in a file. */
export interface Manifest {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly body: Record<string, unknown>;
}

const Kustomization = z.object({
  kind: z.enum(['Kustomization', 'Component']),
  resources: z.array(z.string()),
  components: z.array(z.string()).default([]),
  configMapGenerator: z
    .array(
      z.object({ name: z.string(), literals: z.array(z.string()).default([]), files: z.array(z.string()).default([]) }),
    )
    .default([]),
});
export type Kustomization = z.infer<typeof Kustomization>;

export function readKustomization(folder: string): Kustomization {
  return Kustomization.parse(parse(readFileSync(`${FOLDER}/${folder}/kustomization.yaml`, 'utf8')));
}

/** The resources of these folders that their kustomizations name. */
export function readManifests(...folders: readonly string[]): Manifest[] {
  return folders.flatMap((folder) =>
    readKustomization(folder)
      .resources.filter((resource) => resource.endsWith('.yaml'))
      .flatMap((file) => manifestsIn(`${folder}/${file}`, readFileSync(`${FOLDER}/${folder}/${file}`, 'utf8'))),
  );
}

/** Files in a folder that its kustomization does not name. */
export function forgottenFiles(folder: string): string[] {
  const { resources, configMapGenerator } = readKustomization(folder);
  const named = [...resources, ...configMapGenerator.flatMap(({ files }) => files), 'kustomization.yaml'];
  return readdirSync(`${FOLDER}/${folder}`).filter((file) => !named.includes(file));
}

function manifestsIn(file: string, text: string): Manifest[] {
  return parseAllDocuments(text, { merge: true }).map((document) => {
    const body = document.toJS();
    return { file, kind: String(body.kind), name: String(body.metadata?.name), body };
  });
}

/** Where each kind is described; the packages are made from the OpenAPI files of Kubernetes and KEDA. */
const MODELS: Record<string, string> = {
  ConfigMap: 'kubernetes-models/v1/ConfigMap',
  Deployment: 'kubernetes-models/apps/v1/Deployment',
  HTTPRoute: '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute',
  Ingress: 'kubernetes-models/networking.k8s.io/v1/Ingress',
  NetworkPolicy: 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy',
  PodDisruptionBudget: 'kubernetes-models/policy/v1/PodDisruptionBudget',
  PrometheusRule: '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule',
  ScaledObject: '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject',
  Service: 'kubernetes-models/v1/Service',
  ServiceAccount: 'kubernetes-models/v1/ServiceAccount',
  ServiceMonitor: '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor',
  StatefulSet: 'kubernetes-models/apps/v1/StatefulSet',
};

/** What the schema of its kind finds wrong with the values of a manifest; null when nothing. */
export async function schemaFault({ kind, body }: Manifest): Promise<string | null> {
  const model: unknown = Reflect.get(await import(modelOf(kind)), kind);
  if (typeof model !== 'function') throw new Error(`no model of ${kind}`);
  try {
    Reflect.construct(model, [body]).validate();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Names that Kubernetes does not know. Its schemas let them pass (the server only warns and drops them), but the compiler refuses
 * a literal with more than its type has.
 */
export function unknownNames(manifests: readonly Manifest[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'guance-jira-manifests-'));
  try {
    const lines = manifests.map(({ kind, body, file }, index) => {
      const from = `${repoRoot}/e2e/node_modules/${modelOf(kind)}.js`;
      return `// ${file}\nimport type { I${kind} as T${index} } from '${from}';\nexport const m${index}: T${index} = ${JSON.stringify(body)};`;
    });
    writeFileSync(join(dir, 'manifests.ts'), lines.join('\n'));
    writeFileSync(
      join(dir, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { module: 'NodeNext', strict: true, noEmit: true, skipLibCheck: true, types: [] },
        files: ['manifests.ts'],
      }),
    );
    const { stdout, status } = spawnSync(`${repoRoot}/node_modules/.bin/tsc`, ['-p', dir], { encoding: 'utf8' });
    return status === 0 ? '' : stdout || `tsc ended with ${status}`;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function modelOf(kind: string): string {
  const model = MODELS[kind];
  if (model === undefined) throw new Error(`say where the schema of ${kind} is`);
  return model;
}

export function hasKustomize(): boolean {
  return spawnSync('kubectl', ['kustomize', '--help']).status === 0;
}

/** What `kubectl apply -k` would send. @throws Error with the words of kustomize */
export function rendered(folder: string): Manifest[] {
  const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', `${FOLDER}/${folder}`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return manifestsIn(folder, stdout);
}
