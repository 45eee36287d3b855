import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, SKIPPED, startRedis } from '@guance-jira/testing';
import { describe, expect, it } from 'vitest';

/** What a worker with these rules says before it ends. */
async function refused(rules: string, locale: Readonly<Record<string, string>>) {
  const redis = await startRedis();
  const dir = mkdtempSync(join(tmpdir(), 'worker-main-'));
  const file = join(dir, 'rules.yaml');
  writeFileSync(file, rules);
  try {
    const { output, ended } = runProgram('worker', {
      REDIS_URL: redis.url,
      JIRA_URL: 'http://127.0.0.1:1',
      JIRA_TOKEN: 'token-0123456789',
      RULES_FILE: file,
      ...locale,
    });
    return { code: await ended, err: output.err.replaceAll(file, 'rules.yaml').replaceAll(dir, '') };
  } finally {
    await redis.stop();
    rmSync(dir, { recursive: true });
  }
}

const NO_GROUP = 'routes: [{ name: a, project: OPS, issueType: Bug, prioritty: High }]\n';

describe.skipIf(SKIPPED)(`rules that are wrong at the start end the worker with 78${SKIPPED}`, () => {
  it('in Chinese where the terminal speaks it', async () => {
    const { code, err } = await refused(NO_GROUP, { LANG: 'en_US.UTF-8', LC_ALL: 'zh_CN.UTF-8' });
    expect(code).toBe(78);
    expect(err).toMatch(/rules\.yaml:1:\d+: routes\[0\]: 必须写明 "group" \(写 group: fault（一个故障一张单）/);
    expect(err).toMatch(/没有 "prioritty" 这个键 \(是不是想写 "priority"？\)/);
    expect(err).not.toMatch(/must be stated|unknown key|did you mean/);
  });

  it('else in English', async () => {
    const { code, err } = await refused(NO_GROUP, {});
    expect(code).toBe(78);
    expect(err).toMatch(/"group" must be stated \(group: fault/);
    expect(err).not.toMatch(/\p{Script=Han}/u);
  });
});
