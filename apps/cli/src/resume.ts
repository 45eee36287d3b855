/** `resume`: ends what a person has paused, and has tried at once what rests after failures. */
import { normaliseSite } from '@guance-jira/jira';
import { endLimits, endPauses, type Pauses, type QueueLimits } from '@guance-jira/operations';
import type { Command } from './command-line/command.ts';
import type { Look } from './command-line/format.ts';
import { withRedis } from './command-line/open-redis.ts';
import { queueSettings } from './command-line/settings.ts';
import { spanText, timeText } from './command-line/times.ts';
import { limitsText } from './doctor/check-queue.ts';
import type { Words } from './words/words.ts';

export const resume: Command = {
  name: 'resume',
  options: {},
  takes: { least: 0, most: 0 },
  run: async (call) => {
    const { words, look } = call;
    const config = queueSettings(call);
    const site = normaliseSite(config.JIRA_URL);
    return withRedis(config, words, async ({ redis, keys, queue }) => {
      const before = await endPauses(redis, keys, site, config.REDIS_WAIT_REPLICAS);
      const button = await queue.isPaused();
      if (button) await queue.resume();
      const limits = await endLimits(queue);
      const { manual, jira, replicated } = before;
      const data = { manual, dashboard: button, jira, limits, replicated };
      return { code: 0, data, text: resumeText(before, button, limits, words, look) };
    });
  },
};

/** What was ended, what is tried, what is left. */
export function resumeText(
  { manual, jira, blocked = [], now, replicated = true }: Pauses & { replicated?: boolean },
  button: boolean,
  limits: QueueLimits,
  words: Words,
  look: Look,
): string {
  const says = words.pause;
  const lines: string[] = [];
  if (manual) lines.push(`${look.sign('ok')} ${says.ended(timeText(manual.until), manual.by, manual.reason)}`);
  if (button) lines.push(`${look.sign('ok')} ${says.endedButton}`);
  const limited = limitsText(limits, words);
  if (limited !== '') lines.push(`${look.sign('ok')} ${says.endedLimits(limited)}`);
  const rest = jira && jira.until > now ? spanText(jira.until - now, words) : null;
  if (jira?.reason === 'throttled' && rest !== null) lines.push(`${look.sign('warn')} ${says.throttleLeft(rest)}`);
  else if (jira && jira.reason !== 'throttled')
    lines.push(`${look.sign('ok')} ${says.triedNow(says.why(jira.reason))}`);
  if (blocked.length > 0) lines.push(`${look.sign('ok')} ${says.oneTried(blocked.map(({ kind }) => kind).join(', '))}`);
  if (lines.length === 0) lines.push(says.nothing);
  if (!replicated) lines.push(`${look.sign('warn')} ${says.notReplicated}`);
  return [...lines, look.faint(says.soon)].join('\n');
}
