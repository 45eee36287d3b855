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

it('asks once for each key, and only where a route needs one', async () => {
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
    expect(await readGuance(config, rules('false'))).toMatchObject({ keys: [], tokens: [] });
    expect(asked).toEqual([]);
    expect(await readGuance(config, rules('{ done: restore }'))).toEqual({
      wanted: { back: ['disks'], catchUp: [], logs: [], chart: [] },
      tokens: [],
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

it('has each client token draw a chart, and tells a token that is refused from a query that draws nothing', async () => {
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '', 'http://g');
    const token = url.searchParams.get('clientToken');
    if (!url.pathname.endsWith('/chart_image/get'))
      return res.end(JSON.stringify({ code: 200, content: [], success: true }));
    if (token === 'right') return res.end(PNG);
    const code = token === 'wrong' ? 403 : 400;
    return res.writeHead(code).end(JSON.stringify({ code, content: {}, message: `${token}: no`, success: false }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokens = new Map(['right', 'wrong', 'other'].map((token) => [`wksp_${token}`, token]));
  const config = { GUANCE_API_URL: url, GUANCE_API_KEYS: KEYS, GUANCE_CLIENT_TOKENS: tokens, GUANCE_TIMEOUT_MS: 2000 };
  const withContext = (context: string) =>
    parseRules(`routes: [{ name: web, project: OPS, issueType: Task, group: event, context: ${context} }]`, 'r.yaml');
  try {
    expect((await readGuance(config, withContext('{ logs: { query: "L::x" } }'))).tokens).toEqual([]);
    const { wanted, tokens: found } = await readGuance(config, withContext('{ chart: true }'));
    expect(wanted.chart).toEqual(['web']);
    expect(found).toEqual([
      { workspace: 'wksp_right', problem: null, isSure: false },
      { workspace: 'wksp_wrong', problem: expect.stringContaining('***: no'), isSure: true },
      { workspace: 'wksp_other', problem: expect.stringContaining('***: no'), isSure: false },
    ]);
  } finally {
    server.close();
  }
});

const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('....IEND....', 'latin1'),
]);
