/** `doctor`: everything that must be well, each with what to do where it is not. Changes nothing, unless it is told to distrust the ledger. */

import { normaliseSite } from '@guance-jira/jira';
import { readLookRecords } from '@guance-jira/ledger';
import { type Rules, RulesInvalid } from '@guance-jira/mapping';
import type { Pauses, WorkerEnv } from '@guance-jira/operations';
import {
  distrustLedger,
  idleSettings,
  loadRules,
  readGuance,
  readPollFacts,
  readQueue,
  readRedis,
  splitFaults,
} from '@guance-jira/operations';
import { z } from 'zod';
import { type Check, check } from './command-line/check.ts';
import { checkLines } from './command-line/check-lines.ts';
import { type Call, CliError, type Command } from './command-line/command.ts';
import { withRedis } from './command-line/open-redis.ts';
import { workerSettings } from './command-line/settings.ts';
import { timeText } from './command-line/times.ts';
import { checkCatchUp } from './doctor/check-catch-up.ts';
import { checkChanges } from './doctor/check-changes.ts';
import { checkGuance } from './doctor/check-guance.ts';
import { checkClocks, checkJira, checkToken } from './doctor/check-jira.ts';
import { checkPoll } from './doctor/check-poll.ts';
import { checkQueue } from './doctor/check-queue.ts';
import { checkRedis } from './doctor/check-redis.ts';
import { checkSettings } from './doctor/check-settings.ts';
import { checkSplit } from './doctor/check-split.ts';
import { lookAtJira, lookAtRoutes, projectsOf, refusedOf } from './doctor/look-at-jira.ts';
import { checkWebhook, JIRA_PATH, readWebhook } from './doctor/webhook.ts';

const Options = z.object({ 'distrust-ledger': z.boolean().default(false) });

export const doctor: Command = {
  name: 'doctor',
  options: { 'distrust-ledger': { type: 'boolean' } },
  takes: { least: 0, most: 0 },
  run: async (call) => {
    const { io, words, look } = call;
    const config = workerSettings(call, undefined);
    if (Options.parse(call.values)['distrust-ledger']) return distrust(config, call);
    const rules = rulesFor(config, call);
    const redis = await lookAtRedis(config, rules.rules, call);
    const jira = await lookAtJira(config, rules.rules, redis.pauses);
    const guance = await readGuance(config, rules.rules);
    const webhook = await readWebhook(io.env);
    const forJira = { url: `${webhook.url}${JIRA_PATH}`, exists: webhook.takesChanges };
    const withCharts = projectsOf(rules.rules, ({ context }) => context?.chart != null);
    const clocks = { jiraMs: jira.reached === true ? jira.skewMs : null, redisMs: redis.skewMs };
    const checks = [
      rules.check,
      ...checkSettings(idleSettings(io.env), words),
      ...redis.durability,
      ...checkJira(jira, words, refusedOf(redis.pauses, config), withCharts),
      ...(await lookAtRoutes(config, rules.rules, jira, call)),
      ...checkToken(config.JIRA_TOKEN_EXPIRES, config.JIRA_TOKEN !== undefined, io.now(), words),
      checkClocks(clocks, words),
      checkWebhook(webhook, words),
      ...checkGuance(guance, config.CATCH_UP_EVERY !== null, words),
      ...checkChanges(guance.wanted.back, config.BACK_POLL !== undefined || redis.poll.length > 0, forJira, words),
      ...redis.poll,
      ...redis.queue,
    ];
    const bad = checks.filter(({ level }) => level === 'bad').length;
    const warn = checks.filter(({ level }) => level === 'warn').length;
    const sum =
      bad + warn === 0
        ? look.level('ok', words.doctor.well)
        : look.level(bad > 0 ? 'bad' : 'warn', words.doctor.sum(bad, warn));
    const lines = checkLines(checks, (topic) => words.doctor.topics[topic] ?? topic, look);
    return { code: bad > 0 ? 1 : 0, data: { checks, bad, warn }, text: [...lines, '', sum].join('\n') };
  },
};

function rulesFor(config: WorkerEnv, { words }: Call): { rules: Rules | null; check: Check } {
  try {
    const rules = loadRules(config);
    const where = config.RULES_FILE ?? words.validate.fromVariables;
    return { rules, check: check('rules', 'rules', 'ok', words.doctor.rules(rules.routes.length, where)) };
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    return {
      rules: null,
      check: check('rules', 'rules_invalid', 'bad', words.doctor.rulesInvalid(error.problems.length)),
    };
  }
}

interface RedisSide {
  durability: Check[];
  poll: Check[];
  queue: Check[];
  pauses: Pauses | null;
  skewMs: number | null;
}

/** A Redis that is down is one red line, and the rest is looked at all the same. */
async function lookAtRedis(config: WorkerEnv, rules: Rules | null, { io, words }: Call): Promise<RedisSide> {
  try {
    return await withRedis(config, words, async (opened) => {
      const facts = await readRedis(opened, io.now);
      const site = normaliseSite(config.JIRA_URL);
      const queue = await readQueue(opened, site);
      return {
        durability: checkRedis(facts, config, words),
        poll: checkPoll(await readPollFacts(opened, site), config.BACK_POLL, words),
        queue: [
          ...hiddenIssues(await opened.redis.hgetall(opened.keys.visible(site)), words),
          ...checkQueue(queue, io.now(), words),
          ...checkCatchUp(await readLookRecords(opened.redis, opened.keys, io.now()), config, words),
          ...checkSplit(rules && (await splitFaults(opened, rules)), config.RULES_FILE === undefined, words),
        ],
        pauses: queue.pauses,
        skewMs: facts.skewMs,
      };
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const todo = error instanceof CliError ? (error.todo ?? '') : words.common.redisTodo;
    return {
      durability: [check('redis', 'redis_unreachable', 'bad', { text: message, todo })],
      ...{ poll: [], queue: [], pauses: null, skewMs: null },
    };
  }
}

/** What the workers found when they read the first issue that they made in a project. */
function hiddenIssues(projects: Readonly<Record<string, string>>, { doctor: says }: Call['words']): Check[] {
  const hidden = Object.keys(projects).filter((project) => projects[project] !== 'seen');
  return hidden.map((project) => check('rights', 'issues_hidden', 'bad', says.issuesHidden(project)));
}

async function distrust(config: WorkerEnv, { words, look }: Call) {
  const epoch = await withRedis(config, words, ({ redis, keys }) => distrustLedger(redis, keys));
  const text = [`${look.sign('ok')} ${words.doctor.distrusted(timeText(epoch))}`, words.doctor.distrustedMeans].join(
    '\n',
  );
  return { code: 0 as const, data: { epoch }, text };
}
