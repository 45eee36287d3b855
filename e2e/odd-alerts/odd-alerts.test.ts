import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../harness/index.ts';
import type { Post } from './row.ts';
import { ROWS } from './rows.ts';

describe.each([
  ['fault', 'cloud'],
  ['event', 'datacenter'],
] as const)('odd alerts under group: %s, on %s', (group, dialect) => {
  let folder = '';
  let stack: Stack | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guance-jira-odd-'));
    const recover = group === 'fault' ? ', recover: { transition: [Done, 完成, Resolved], resolution: Done }' : '';
    const rules = `defaults: { project: OPS, issueType: 故障, group: ${group}${recover} }\nroutes: [{ name: all }]\n`;
    await writeFile(join(folder, 'rules.yaml'), rules);
    stack = await startStack({ dialect, workerEnv: { RULES_FILE: join(folder, 'rules.yaml'), JIRA_MAX_RPS: '200' } });
  });
  afterAll(async () => {
    await stack?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(ROWS.map((row, index) => [row.name, row, `odd${group}${index}x`] as const))(
    'becomes the issues it is: %s',
    async (_name, row, word) => {
      if (!stack) throw new Error('no stack');
      for (const post of row.posts(word)) await handled(stack, post);
      const issues = (await stack.jira.issues()).filter((issue) => JSON.stringify(issue).includes(word));

      expect(issues).toHaveLength(row[group]);
      if (group === 'fault')
        expect(issues.filter(({ resolved }) => resolved === null || resolved === undefined)).toHaveLength(
          row.open ?? row.fault,
        );
    },
  );
});

/** Posts it and waits for the outcome of each of its alerts, since the next one is to find what it left. */
async function handled(stack: Stack, { body, headers }: Post): Promise<void> {
  const before = stack.worker.log.named('event handled').length;
  const response = await fetch(`${stack.receiverUrl}/webhook/guance/${stack.token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const answer = (await response.json()) as { accepted?: { status: string }[] };
  expect([response.status, answer]).toMatchObject([202, { accepted: expect.anything() }]);
  const queued = (answer.accepted ?? []).filter(({ status }) => status === 'queued').length;
  expect(answer.accepted?.filter(({ status }) => status === 'ignored')).toEqual([]);
  await stack.waitFor('the outcomes', () => stack.worker.log.named('event handled').length >= before + queued);
  expect(stack.worker.log.named('event handled').filter(({ outcome }) => outcome === 'failed')).toEqual([]);
}
