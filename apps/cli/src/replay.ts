/** `replay`: failed events are tried again. Shows what it would do; does it with `--yes`. */

import type { Choice, FailedEvent, OpenedRedis } from '@guance-jira/operations';
import { failedEvents, goneAmong, retryEvent } from '@guance-jira/operations';
import { z } from 'zod';
import { type Call, CliError, type Command } from './command-line/command.ts';
import { withRedis } from './command-line/open-redis.ts';
import { queueSettings } from './command-line/settings.ts';
import { momentOf } from './command-line/times.ts';
import { progressBar, showChosen } from './replay/show.ts';

const Options = z.object({
  route: z.string().optional(),
  reason: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  event: z.array(z.string()).default([]),
  all: z.boolean().default(false),
  yes: z.boolean().default(false),
  by: z.string().optional(),
});

export const replay: Command = {
  name: 'replay',
  options: {
    route: { type: 'string' },
    reason: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    event: { type: 'string', multiple: true },
    all: { type: 'boolean' },
    yes: { type: 'boolean' },
    by: { type: 'string' },
  },
  takes: { least: 0, most: 0 },
  run: async (call) => {
    const { io, words, look } = call;
    const options = Options.parse(call.values);
    const choice = choiceOf(options, call);
    const config = queueSettings(call);
    return withRedis(config, words, async (opened) => {
      const chosen = await failedEvents(opened, choice);
      const says = words.replay;
      const gone = await goneAmong(opened, choice.events);
      const code = gone.length === 0 ? 0 : 1;
      const goneLines = gone.map((id) => `${look.sign('bad')} ${id}: ${words.find.failedGone}`);
      if (chosen.length === 0)
        return { code, data: { chosen: [], retried: 0, gone }, text: [says.none, ...goneLines].join('\n') };
      const shown = [showChosen(chosen, words, look), ...goneLines].join('\n');
      if (!options.yes)
        return {
          code,
          data: { chosen, retried: 0, gone, dryRun: true },
          text: `${shown}\n\n${says.wouldRetry(chosen.length)}`,
        };
      const by = options.by ?? io.user;
      const { retried, missed } = await retryAll(chosen, opened, { by, ledgerDays: config.LEDGER_DAYS }, call);
      const lines = [
        `${look.sign('ok')} ${says.retried(retried, by)}`,
        ...(missed > 0 ? [`${look.sign('warn')} ${says.missed(missed)}`] : []),
        says.afterwards,
      ];
      return { code, data: { chosen, retried, missed, gone, by }, text: `${shown}\n\n${lines.join('\n')}` };
    });
  },
};

function choiceOf(options: z.infer<typeof Options>, { io, words }: Call): Choice {
  const { route, reason, event, all } = options;
  const at = (text: string | undefined) => (text === undefined ? undefined : momentOf(text, io.now(), false, words));
  const choice = { route, reason, since: at(options.since), until: at(options.until), events: event };
  const narrowed = [route, reason, choice.since, choice.until].some((part) => part !== undefined) || event.length > 0;
  // Everything at once must be said in so many words.
  if (!narrowed && !all) throw new CliError(2, words.replay.choose);
  if (narrowed && all) throw new CliError(2, words.replay.allOrSome);
  return choice;
}

async function retryAll(
  chosen: readonly FailedEvent[],
  opened: OpenedRedis,
  note: { by: string; ledgerDays: number },
  { io }: Call,
): Promise<{ retried: number; missed: number }> {
  let retried = 0;
  for (const [index, event] of chosen.entries()) {
    if (await retryEvent(opened, event, note)) retried += 1;
    if (io.progress) io.err(progressBar(index + 1, chosen.length));
  }
  if (io.progress) io.err('\n');
  return { retried, missed: chosen.length - retried };
}
