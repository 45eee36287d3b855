/** `pause`: a person lets no request go to Jira until a time. */

import { normaliseSite } from '@guance-jira/jira';
import { pauseFor } from '@guance-jira/operations';
import { z } from 'zod';
import { CliError, type Command } from './command-line/command.ts';
import { withRedis } from './command-line/open-redis.ts';
import { queueSettings } from './command-line/settings.ts';
import { momentOf, spanText, timeText } from './command-line/times.ts';

const Options = z.object({ until: z.string().optional(), reason: z.string().default('') });

/** Longer than this is a mistake in the year. */
const MAX_MS = 366 * 86_400_000;

export const pause: Command = {
  name: 'pause',
  options: { until: { type: 'string' }, reason: { type: 'string' } },
  takes: { least: 0, most: 0 },
  run: async (call) => {
    const { io, words, look } = call;
    const { until, reason } = Options.parse(call.values);
    if (until === undefined) throw new CliError(2, words.pause.untilWanted);
    const now = io.now();
    const at = momentOf(until, now, true, words);
    if (at <= now || at > now + MAX_MS) throw new CliError(2, words.pause.notAhead(timeText(at)));
    const config = queueSettings(call);
    const site = normaliseSite(config.JIRA_URL);
    const asked = { forMs: at - now, by: io.user, reason };
    const { replicated } = await withRedis(config, words, ({ redis, keys }) =>
      pauseFor(redis, keys, site, asked, config.REDIS_WAIT_REPLICAS),
    );
    const says = words.pause;
    const lines = [`${look.sign('ok')} ${says.paused(site, timeText(at), spanText(at - now, words))}`, says.meanwhile];
    if (!replicated) lines.push(`${look.sign('warn')} ${says.notReplicated}`);
    return {
      code: 0,
      data: { paused: site, until: new Date(at).toISOString(), by: io.user, reason, replicated },
      text: lines.join('\n'),
    };
  },
};
