/** What a command needs of the worker's settings, and no more: `explain` works where nothing but the rules is set. */
import type { Rules } from '@guance-jira/mapping';
import { crossCheck, loadRules, WorkerEnv } from '@guance-jira/operations';
import { redisFaults } from '@guance-jira/queue';
import { loadEnv } from '@guance-jira/service';
import { type Call, CliError } from './command.ts';

/** Everything that the worker itself would need. @throws ConfigInvalid */
export function workerSettings({ io, secrets, words }: Call, rulesFile: string | undefined): WorkerEnv {
  if (!io.env.JIRA_URL && !io.env.JIRA_URL_FILE) throw jiraUrlMissing(words);
  const loaded = loadEnv(WorkerEnv, withRules(io.env, rulesFile), io.readFile, crossCheck);
  secrets.push(...loaded.secrets);
  return loaded.config;
}

/** To find the queue, the ledger and the pauses of one Jira; a login is not needed, but used where it is there. @throws ConfigInvalid */
export function queueSettings({ io, secrets, words }: Call): WorkerEnv {
  if (!io.env.JIRA_URL && !io.env.JIRA_URL_FILE) throw jiraUrlMissing(words);
  const loaded = loadEnv(WorkerEnv, io.env, io.readFile, redisFaults);
  secrets.push(...loaded.secrets);
  return loaded.config;
}

const RulesEnv = WorkerEnv.extend({ JIRA_URL: WorkerEnv.shape.JIRA_URL.optional() });

/** @throws ConfigInvalid; RulesInvalid with every problem of the file */
export function rulesAlone({ io, words }: Call, rulesFile: string | undefined): { rules: Rules; config: WorkerEnv } {
  const env = withRules(io.env, rulesFile);
  const said = ['RULES_FILE', 'JIRA_PROJECT', 'JIRA_ISSUE_TYPE'].some((name) => env[name] || env[`${name}_FILE`]);
  if (!said) throw new CliError(78, words.common.rulesMissing, words.common.rulesTodo);
  const { config } = loadEnv(RulesEnv, env, io.readFile, (values) =>
    // The login and Redis are of no account here.
    crossCheck({ ...withoutLogin(values), JIRA_TOKEN: 'unused' }).filter((line) => !line.startsWith('REDIS_')),
  );
  const whole = { ...config, JIRA_URL: config.JIRA_URL ?? '' };
  return { rules: loadRules(whole), config: whole };
}

function withoutLogin(values: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/^JIRA_(USER|PASSWORD|TLS_|OAUTH_)/.test(name)));
}

function withRules(env: Call['io']['env'], rulesFile: string | undefined) {
  return rulesFile === undefined ? env : { ...env, RULES_FILE: rulesFile, RULES_FILE_FILE: undefined };
}

function jiraUrlMissing(words: Call['words']): CliError {
  return new CliError(78, words.common.jiraUrlMissing, words.common.jiraUrlTodo);
}
