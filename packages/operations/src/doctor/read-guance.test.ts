import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseRules } from '@guance-jira/mapping';
import { expect, it } from 'vitest';
import { readGuance } from './read-guance.ts';

const rules = (back: string) =>
  parseRules(`routes: [{ name: disks, project: OPS, issueType: Task, group: fault, back: ${back} }]`, 'r.yaml');
const KEYS = new Map([
  ['wksp_a', 'right'],
  ['wksp_b', 'wrong'],
]);

it('asks once for each key, and only where a route has a way back', async () => {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url?.split('?')[0]}`);
    const success = req.headers['df-api-key'] === 'right';
    const code = success ? 200 : 403;
    res.writeHead(code).end(JSON.stringify({ code, content: [], errorCode: '', message: 'no such key', success }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = { GUANCE_API_URL: url, GUANCE_API_KEYS: KEYS, GUANCE_TIMEOUT_MS: 2000 };
  try {
    expect(await readGuance(config, rules('false'))).toEqual({ routes: [], keys: [] });
    expect(asked).toEqual([]);
    expect(await readGuance(config, rules('{ done: restore }'))).toEqual({
      routes: ['disks'],
      keys: [
        { workspace: 'wksp_a', problem: null },
        { workspace: 'wksp_b', problem: expect.stringContaining('no such key') },
      ],
    });
    expect(asked).toEqual(Array(2).fill('GET /api/v1/monitor/mute/list'));
  } finally {
    server.close();
  }
});

it('takes a key that Guance holds back, since others have used up its minute, for one that works', async () => {
  const body = { code: 401, content: {}, errorCode: 'ft.TriggerApiAkCurrentLimiting', message: 'slow', success: false };
  const server = createServer((_req, res) => void res.writeHead(401).end(JSON.stringify(body)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = { GUANCE_API_URL: url, GUANCE_API_KEYS: new Map([['wksp_a', 'right']]), GUANCE_TIMEOUT_MS: 2000 };
  try {
    expect((await readGuance(config, rules('{ done: restore }'))).keys).toEqual([
      { workspace: 'wksp_a', problem: null },
    ]);
  } finally {
    server.close();
  }
});
