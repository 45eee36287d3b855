import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../harness/index.ts';
import type { EventLog } from './check/event-log.ts';
import { recordsOf } from './jobs.ts';

/** All that is known of one alert, in the order of time: deliveries, log lines, requests to Jira, actions; then its records. */
export async function timelineOf(alert: string, title: string, stack: Stack, log: EventLog): Promise<string> {
  const requests = await stack.jira.requests();
  const eventId = alert.replace(/@2$/, '');
  const marker = requests.map(({ body }) => markerIn(body, eventId)).find((found) => found !== undefined);
  const concerns = (text: string) =>
    text.includes(eventId) || text.includes(title) || (marker !== undefined && text.includes(marker));
  const lines = [
    ...log.entries
      .filter(({ about }) => about.length === 0 || about.includes(alert))
      .map(({ at, text }) => ({ at, text })),
    ...[...stack.receivers, ...stack.workers].flatMap(({ name, log: records }) =>
      records.all
        .map((record) => ({ at: Date.parse(String(record.timestamp)), text: JSON.stringify(record) }))
        .filter(({ text }) => concerns(text) || /epoch renewed|stopping|started/.test(text))
        .map(({ at, text }) => ({ at, text: `${name} log: ${text}` })),
    ),
    ...requests
      .map((request) => ({ at: Number(request.at), request }))
      .filter(({ request }) => concerns(JSON.stringify(request)))
      .map(({ at, request }) => {
        const { n, method, path, status, committed, fault, durationMs } = request;
        return { at, text: `Jira: ${JSON.stringify({ n, method, path, status, committed, fault, durationMs })}` };
      }),
  ].sort((a, b) => a.at - b.at);
  const issues = (await stack.jira.issues()).filter((issue) => concerns(JSON.stringify(issue)));
  return [
    `the timeline of ${alert} (marker ${marker ?? 'never sent'})`,
    ...lines.map(({ at, text }) => `${new Date(at).toISOString().slice(11, 23)}  ${text}`),
    ...issues.map(({ key, status, created }) => `issue ${key}, ${status}, created ${JSON.stringify(created)}`),
    ...Object.entries(await recordsOf(stack, alert)).map(([name, record]) => `${name}: ${JSON.stringify(record)}`),
  ].join('\n');
}

/** Writes all logs, what was done and the requests into `folder`. */
export async function keepLogs(folder: string, stack: Stack, log: EventLog): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, log: records } of [...stack.receivers, ...stack.workers])
    await writeFile(join(folder, `${name}.log.txt`), `${records.text}\n`);
  const told = log.entries.map(({ at, text, about }) => `${new Date(at).toISOString()} ${text} ${about.join(' ')}`);
  await writeFile(join(folder, 'events.txt'), `${told.join('\n')}\n`);
  await writeFile(join(folder, 'redis.txt'), String(await stack.redis.call('EVAL', ALL_KEYS, 0, `{${stack.prefix}}*`)));
  await writeFile(join(folder, 'requests.json'), JSON.stringify(await stack.jira.requests(), null, 1));
  await writeFile(join(folder, 'issues.json'), JSON.stringify(await stack.jira.issues(), null, 1));
}

/** Every key with its time to live in milliseconds (-1: none), so that what will not end in time can be seen. */
const ALL_KEYS = `
local lines = {}
for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
  local kind, value = redis.call('TYPE', key).ok, ''
  if kind == 'string' then value = redis.call('GET', key)
  elseif kind == 'list' then value = cjson.encode(redis.call('LRANGE', key, 0, 50))
  elseif kind == 'zset' then value = cjson.encode(redis.call('ZRANGE', key, 0, 50, 'WITHSCORES'))
  elseif kind == 'hash' then value = cjson.encode(redis.call('HGETALL', key))
  elseif kind == 'set' then value = cjson.encode(redis.call('SMEMBERS', key)) end
  lines[#lines + 1] = key .. ' ' .. redis.call('PTTL', key) .. ' ' .. kind .. ' ' .. string.sub(value, 1, 600)
end
return table.concat(lines, '\\n')`;

/** The marker label in a create request for that event. */
function markerIn(body: unknown, eventId: string): string | undefined {
  const text = JSON.stringify(body) ?? '';
  return text.includes(eventId) ? /"marker":"([^"]+)"/.exec(text)?.[1] : undefined;
}
