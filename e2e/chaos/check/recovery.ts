/** What is waited for and done when the faults have ended and before anything is judged. */
import type { Stack } from '../../harness/index.ts';
import type { Problem } from '../deliver/alerts.ts';
import type { Run } from '../faults/fault.ts';
import { resume } from '../faults/pauses.ts';

/** What rests after failures may rest for long; a person who has mended Jira says so. */
export async function resumed({ stack, log }: Pick<Run, 'stack' | 'log'>): Promise<void> {
  const reasons = await stack.redis.call('EVAL', REASONS, 0, `{${stack.prefix}}:pause:*`);
  if (Number(reasons) > 0) await resume({ stack, log });
}

const REASONS = `
local found = 0
for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
  if redis.call('TYPE', key).ok == 'hash' then found = found + redis.call('HEXISTS', key, 'reason') end
  -- Kinds of requests that something before Jira has answered.
  if string.sub(key, -8) == ':blocked' then found = found + 1 end
end
return found`;

/** What keeps requests from Jira: `manual` for a person's pause, or what Jira's answers have brought about. */
export async function resting(stack: Stack): Promise<string[]> {
  const found = await stack.redis.call('EVAL', RESTING, 0, `{${stack.prefix}}:pause:*`);
  return Array.isArray(found) ? found.map(String) : [];
}

const RESTING = `
local found = {}
for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
  if redis.call('TYPE', key).ok == 'hash' then
    if redis.call('HEXISTS', key, 'manualUntil') == 1 then found[#found + 1] = 'manual' end
    found[#found + 1] = redis.call('HGET', key, 'reason') or nil
  end
end
return found`;

/** Every process comes back; the last one killed may still be at its start. */
export async function allReady({ receivers, workers, waitFor }: Stack): Promise<Problem[]> {
  const urls = [
    ...receivers.map(({ name, env }) => ({ name, url: `http://127.0.0.1:${env.RECEIVER_PORT}/healthz` })),
    ...workers.map(({ name, env }) => ({ name, url: `http://127.0.0.1:${env.WORKER_PORT}/readyz` })),
  ];
  const problems = urls.map(async ({ name, url }): Promise<Problem[]> => {
    try {
      await waitFor(`${name} to be ready`, async () => (await fetch(url)).ok);
      return [];
    } catch (error) {
      return [{ alert: null, text: `after all faults ended: ${error}` }];
    }
  });
  return (await Promise.all(problems)).flat();
}
