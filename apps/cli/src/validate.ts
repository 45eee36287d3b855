/** `validate`: the rules by themselves, and then before the real Jira. Changes nothing; needs no Redis. */
import { problemText, RulesInvalid, routesWithoutRecoveries, templateSlips } from '@guance-jira/mapping';
import { openJira } from '@guance-jira/operations';
import { z } from 'zod';
import type { Answer, Call, Command } from './command-line/command.ts';
import { rulesAlone, workerSettings } from './command-line/settings.ts';
import { checkAllRoutes } from './validate/check-all.ts';
import { emptyWishes, missingKeys } from './validate/check-keys.ts';
import { findingsOnce } from './validate/findings-once.ts';
import { showRoutes, unprovenIn } from './validate/show.ts';

const Options = z.object({
  rules: z.string().optional(),
  offline: z.boolean().default(false),
  strict: z.boolean().default(false),
});

export const validate: Command = {
  name: 'validate',
  options: { rules: { type: 'string' }, offline: { type: 'boolean' }, strict: { type: 'boolean' } },
  takes: { least: 0, most: 0 },
  run: async (call) => {
    const options = Options.parse(call.values);
    const file = options.rules === undefined ? undefined : call.io.resolvePath(options.rules);
    try {
      const { rules, config } = rulesAlone(call, file);
      const where = config.RULES_FILE ?? call.words.validate.fromVariables;
      const fine = call.words.validate.rulesFine(rules.routes.length, where);
      const slips = templateSlips(rules);
      const ignoring = routesWithoutRecoveries(rules);
      const guance = [...emptyWishes(rules, call.words), ...missingKeys(rules, config, call.words)];
      const facts = {
        rules: { ok: true, routes: rules.routes.length, recoveriesIgnoredBy: ignoring, templateSlips: slips, guance },
      };
      const notes = [
        `${call.look.sign('ok')} ${fine}`,
        ...(ignoring.length === 0 ? [] : [`  ${call.words.validate.recoveriesIgnored(ignoring.join(', '))}`]),
        ...slips.map(({ route, variable, meant }) => {
          const said = call.words.validate.templateSlip(route, variable, meant);
          return `${call.look.sign('warn')} ${call.look.level('warn', said)}`;
        }),
        ...guance.map((said) => `${call.look.sign('warn')} ${call.look.level('warn', said)}`),
      ].join('\n');
      const isStrict = options.strict && slips.length > 0;
      if (options.offline)
        return {
          code: isStrict ? 1 : 0,
          data: { ...facts, routes: [] },
          text: `${notes}\n${call.words.validate.notAsked}`,
        };
      const { text, data, code } = await askJira(call, file, options.strict);
      return { code: isStrict ? 1 : code, data: { ...facts, ...data }, text: `${notes}\n${text}` };
    } catch (error) {
      if (!(error instanceof RulesInvalid)) throw error;
      return refused(error, call);
    }
  },
};

async function askJira(call: Call, file: string | undefined, strict: boolean) {
  const config = workerSettings(call, file);
  const { rules } = rulesAlone(call, file);
  const jira = await openJira(config);
  try {
    // First of all, and alone: a few failed logins lock an account on Data Center.
    const account = await jira.account();
    const routes = await checkAllRoutes(jira, rules, call.words);
    const levels = findingsOnce(routes, () => true).flatMap(({ checks }) => checks.map(({ level }) => level));
    const [bad, warn] = [
      levels.filter((level) => level === 'bad').length,
      levels.filter((level) => level === 'warn').length,
    ];
    const unproven = unprovenIn(routes).length;
    const kind = jira.deployment === 'cloud' ? 'Cloud' : 'Data Center';
    const head = `${call.look.sign('ok')} ${call.words.validate.jira(kind, jira.site, account)}`;
    return {
      code: bad > 0 || (strict && warn + unproven > 0) ? (1 as const) : (0 as const),
      data: {
        jira: { deployment: jira.deployment, url: jira.site, account },
        routes: routes.map(({ route: { name, kind: routeKind, ...route }, checks }) => ({
          name,
          ...('project' in route ? { project: route.project, issueType: route.issueType } : { ignored: true }),
          checks,
        })),
        bad,
        warn,
        unproven,
      },
      text: `${head}\n\n${showRoutes(routes, { bad, warn }, call.words, call.look)}`,
    };
  } finally {
    await jira.close();
  }
}

function refused({ problems: found }: RulesInvalid, { look, words }: Call): Answer {
  const problems = found.map(words.common.ruleProblem);
  const lines = problems.map((problem) => `${look.sign('bad')} ${problemText(problem)}`);
  return {
    code: 78,
    data: { rules: { ok: false, problems }, routes: [] },
    text: [words.common.rulesInvalid, ...lines].join('\n'),
  };
}
