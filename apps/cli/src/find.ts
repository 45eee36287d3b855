/** `find`: what became of an event, a fault or an issue. */
import { normaliseSite } from '@guance-jira/jira';
import { lookUp, openJira, readPauses } from '@guance-jira/operations';
import type { Command } from './command-line/command.ts';
import { withRedis } from './command-line/open-redis.ts';
import { queueSettings } from './command-line/settings.ts';
import { showFound } from './find/show.ts';

export const find: Command = {
  name: 'find',
  options: {},
  takes: { least: 1, most: 1 },
  run: async (call) => {
    const { io, words, look } = call;
    const [asked = ''] = call.names;
    const config = queueSettings(call);
    const site = normaliseSite(config.JIRA_URL);
    const hasLogin = [config.JIRA_TOKEN, config.JIRA_PASSWORD, config.JIRA_OAUTH_CLIENT_SECRET].some(Boolean);
    // Opened only where Redis does not tell; a Jira that is down is no reason not to answer.
    const jira = hasLogin ? once(() => openJira(config).catch(() => null)) : once(async () => null);
    try {
      return await withRedis(config, words, async (opened) => {
        const found = await lookUp(asked, opened, site, async () => {
          const opener = await jira.get();
          return opener && { markerOf: (key) => opener.markerOf(key).catch(() => null) };
        });
        const pauses = await readPauses(opened.redis, opened.keys, site);
        // Through the gateway the pages for people are elsewhere, and only Jira knows where.
        const browseUrl = site.includes('api.atlassian.com') ? ((await jira.get())?.browseUrl ?? null) : site;
        const nothing = found.event === null && found.fault === null && found.namesakes.length === 0;
        const text = nothing
          ? words.find.nothing(asked)
          : showFound(found, { pauses, browseUrl, site, now: io.now() }, words, look);
        return { code: nothing ? 1 : 0, data: { asked, ...found, pauses, browseUrl }, text };
      });
    } finally {
      await (await jira.opened())?.close();
    }
  },
};

/** Opens at most once, and knows whether it did. */
function once<T>(open: () => Promise<T | null>) {
  let opening: Promise<T | null> | null = null;
  return {
    get: () => {
      opening ??= open();
      return opening;
    },
    opened: async () => opening,
  };
}
