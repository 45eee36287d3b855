import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repoRoot } from '../harness/index.ts';

// The parser imports its schema as JSON in the way of bundlers, without the attribute that Node asks for.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await import('@actions/workflow-parser');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
  readonly uses?: string;
}
interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = globSync('.github/workflows/*.yml', { cwd: repoRoot }).sort();
const read = (file: string) => readFileSync(`${repoRoot}/${file}`, 'utf8');
const { scripts } = JSON.parse(read('package.json'));

/** The parser is GitHub's own: https://github.com/actions/languageservices. */
async function faultsOf(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

describe.each(files)('%s', (file) => {
  const workflow: Workflow = parse(read(file));
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  it('is a workflow, as GitHub reads it', async () => {
    expect(await faultsOf(basename(file), read(file))).toEqual([]);
  });

  it('may only read unless a job says what it writes, ends by itself, and keeps no login in the clone', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(jobs.filter((job) => job.uses === undefined && job['timeout-minutes'] === undefined)).toEqual([]);
    const clones = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(clones.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
    expect([...new Set(read(file).match(/secrets\.\w+/g))].filter((name) => name !== 'secrets.GITHUB_TOKEN')).toEqual(
      [],
    );
  });

  it('puts no words of others into a shell', () => {
    const expressions = steps.flatMap(({ run = '' }) => run.match(/\$\{\{.*?\}\}/g) ?? []);

    expect(expressions, 'hand it over by env').toEqual([]);
  });

  it('uses actions by a version, and scripts and files that exist', () => {
    expect(steps.flatMap(({ uses }) => uses ?? []).filter((uses) => !/@v\d/.test(uses))).toEqual([]);
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const paths = steps.flatMap(({ run = '' }) => run.match(/(?<![\w/])(deploy|samples|\.ci)\/[\w./-]+/g) ?? []);
    expect(paths.filter((path) => globSync(path, { cwd: repoRoot }).length === 0)).toEqual([]);
  });
});

it('the parser would find a fault', async () => {
  expect(await faultsOf('bad.yml', 'on: push\njobs:\n  a:\n    runs-onn: x\n    steps: [{ runn: b }]\n')).not.toEqual(
    [],
  );
});

it('CI runs all tests, and a release only what CI has passed', () => {
  const ci: Workflow = parse(read('.github/workflows/ci.yml'));
  const release: Workflow = parse(read('.github/workflows/release.yml'));

  expect(ci.jobs.test?.steps?.map(({ run }) => run)).toContain('.ci/run');
  expect(release.jobs.ci?.uses).toBe('./.github/workflows/ci.yml');
  expect(release.jobs.package).toMatchObject({ needs: 'ci' });
  expect(read('.github/workflows/release.yml')).toMatch(/npm publish --provenance/);
  expect(read('.github/workflows/release.yml')).toMatch(/platforms: linux\/amd64,linux\/arm64/);
});

it('the changelog has the form by which a release finds its chapter', () => {
  const titles = read('CHANGELOG.md').match(/^##+ .*/gm) ?? [];
  const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'].map((kind) => `### ${kind}`);

  expect(titles[0]).toBe('## [Unreleased]');
  // Each kind once for a version, in the order of keepachangelog.com; the chapter tells the kind, not the line.
  for (const version of read('CHANGELOG.md').split(/^## /m).slice(1)) {
    const chapters: readonly string[] = version.match(/^### .*/gm) ?? [];
    expect(chapters).toEqual(kinds.filter((kind) => chapters.includes(kind)));
    expect(version.match(/^- \[[A-Z]+\].*/gm)).toBeNull();
  }
  expect(
    titles.filter(
      (title) => !kinds.includes(title) && !/^## \[(Unreleased|\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2})\]?$/.test(title),
    ),
  ).toEqual([]);
});
