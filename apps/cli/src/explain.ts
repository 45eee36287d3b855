/** `explain`: which route takes an event, why, and what Jira would get. Sends nothing; asks Jira for its fields, where it can. */

import type { Rules } from '@guance-jira/mapping';
import { withFields } from '@guance-jira/mapping';
import {
  countIssues,
  type Dialect,
  type Explained,
  explainEvent,
  type GivenEvent,
  type GivenEvents,
  openMessages,
  readEvents,
  readGiven,
  readSetting,
  requestFor,
} from '@guance-jira/operations';
import { z } from 'zod';
import { type Answer, type Call, CliError, type Command } from './command-line/command.ts';
import { rulesAlone } from './command-line/settings.ts';
import { type AskedJira, askJira, NOT_ASKED } from './explain/ask-jira.ts';
import { issueText } from './explain/issue-text.ts';
import { showCount, showEach, showEvent } from './explain/show.ts';

const Options = z.object({
  rules: z.string().optional(),
  set: z.array(z.string()).default([]),
  each: z.boolean().default(false),
  for: z.string().optional(),
  offline: z.boolean().default(false),
  text: z.boolean().default(false),
});

export const explain: Command = {
  name: 'explain',
  options: {
    rules: { type: 'string' },
    set: { type: 'string', multiple: true },
    each: { type: 'boolean' },
    for: { type: 'string' },
    offline: { type: 'boolean' },
    text: { type: 'boolean' },
  },
  takes: { least: 1, most: 10_000 },
  run: async (call) => {
    const { io, words, look } = call;
    const options = Options.parse(call.values);
    const settings = options.set.map((text) => readSetting(text) ?? usage(words.explain.setWanted(text)));
    const file = options.rules === undefined ? undefined : io.resolvePath(options.rules);
    const { rules, config } = rulesAlone(call, file);
    const dialects = dialectsOf(options.for, config.JIRA_DEPLOYMENT, words.explain.forWanted);
    const { events, unreadable } = await given(call);
    const changed = events.map(({ event, where }) => ({ event: withFields(event, settings), where }));
    const explained = await explainAll(changed, rules, io.now());
    const broken = unreadable.map(({ where, why }) => `${look.sign('bad')} ${words.explain.unreadable(where, why)}`);
    const code = unreadable.length > 0 || explained.length === 0 ? 1 : 0;
    const answer = (data: object, texts: readonly string[]): Answer => ({
      code,
      data: { ...data, unreadable },
      text: [...texts, ...(broken.length > 0 ? [broken.join('\n')] : [])].join('\n\n'),
    });
    const [only] = explained;
    if (only === undefined) return answer({ events: [] }, broken.length > 0 ? [] : [words.explain.nothing]);
    if (explained.length === 1) {
      const jira = options.offline || !isOpen(only) ? NOT_ASKED : await askJira(only.plan, rules, call, file);
      const shown = jira.asked && options.for === undefined ? [jira.deployment] : dialects;
      const requests = shown.flatMap((dialect) => requestsOf(only, dialect, jira));
      const text = options.text
        ? showEvent(only, [], jira, rules, words, look) + issueOf(only, jira, words, look)
        : showEvent(only, requests, jira, rules, words, look);
      return answer({ ...dataOf(only), ...askedOf(jira), requests: Object.fromEntries(requests) }, [text]);
    }
    const counted = countIssues(explained, rules);
    const each = options.each ? { each: explained.map(dataOf) } : {};
    return answer({ ...counted, ...each }, [
      ...(options.each ? [showEach(explained, rules, words, look)] : []),
      showCount(counted, rules, words, look),
    ]);
  },
};

/** With the messages read as the worker reads them: one that takes too long is shown as plain text here too. */
async function explainAll(given: readonly GivenEvent[], rules: Rules, now: number): Promise<Explained[]> {
  const messages = openMessages();
  try {
    const read = given.map(async (one) => explainEvent(one, rules, now, await messages.read(readGiven(one, now))));
    return await Promise.all(read);
  } finally {
    await messages.close();
  }
}

async function given({ io, names, words }: Call): Promise<GivenEvents> {
  const all: GivenEvents = { events: [], unreadable: [] };
  for (const name of names) {
    const { events, unreadable } = readEvents(name === '-' ? await io.readStdin() : fileText(name, io, words), name);
    all.events.push(...events);
    all.unreadable.push(...unreadable);
  }
  return all;
}

function fileText(name: string, io: Call['io'], words: Call['words']): string {
  try {
    return io.readFile(io.resolvePath(name));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    throw new CliError(2, words.common.fileUnreadable(name, code));
  }
}

/** Both forms, unless the person or the settings say which Jira it is. */
function dialectsOf(asked: string | undefined, deployment: 'auto' | Dialect, wanted: string): readonly Dialect[] {
  if (asked === undefined) return deployment === 'auto' ? ['cloud', 'datacenter'] : [deployment];
  return asked === 'cloud' || asked === 'datacenter' ? [asked] : usage(wanted);
}

function usage(message: string): never {
  throw new CliError(2, message);
}

function isOpen(one: Explained): one is Explained & { plan: Extract<Explained['plan'], { action: 'open' }> } {
  return one.plan.action === 'open';
}

/** With its fields as Jira takes them, where it was asked. */
function issueOf({ plan }: Explained, jira: AskedJira, words: Call['words'], look: Call['look']): string {
  if (plan.action !== 'open') return '';
  const fitted = jira.asked ? jira.fitted : null;
  return `\n\n${issueText((fitted?.plan ?? plan).draft, words, look)}`;
}

function requestsOf({ plan, event }: Explained, dialect: Dialect, jira: AskedJira) {
  if (plan.action !== 'open') return [];
  const fitted = jira.asked && jira.deployment === dialect ? jira.fitted : null;
  return [[dialect, requestFor(fitted?.plan ?? plan, event, dialect)] as const];
}

function askedOf(jira: AskedJira): object {
  if (!jira.asked) return jira.why === null ? {} : { jira };
  const { fitted, ...rest } = jira;
  const lacks = (fitted?.lacks ?? []).map(({ field: { id, name }, expression, reason }) => ({
    id,
    name,
    expression,
    reason,
  }));
  const end = lacks.length === 0 ? {} : { end: fitted?.instead ? 'fallback' : 'failed' };
  const told = {
    told: fitted !== null,
    leftOut: fitted?.unfit ?? [],
    missing: lacks.map(({ id }) => id),
    lacks,
    ...end,
  };
  return { jira: { ...rest, ...told } };
}

function dataOf({ where, eventId, event, plan, steps, chosen }: Explained) {
  const { title, status, level } = event;
  const decision =
    plan.action === 'open'
      ? {
          route: plan.route,
          project: plan.draft.project,
          issueType: plan.draft.issueType,
          group: plan.group,
          faultKey: plan.faultKey,
          ...(chosen.length === 0 ? {} : { chosen }),
          warnings: plan.warnings,
        }
      : { route: plan.route, reason: plan.reason, ...(plan.detail === undefined ? {} : { detail: plan.detail }) };
  return { where, eventId, title, status, level, action: plan.action, ...decision, steps };
}
