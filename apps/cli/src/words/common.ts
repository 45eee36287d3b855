import { type RulesProblem, ruleProblemInChinese } from '@guance-jira/mapping';
import { inBoth } from './in-both.ts';

interface OptionHelp {
  /** What stands for the value; absent for a switch. */
  value?: string;
  text: string;
}

export const commonWords = inBoth({
  en: {
    usage: 'Usage: npm run cli -- <command> [options]',
    more: 'npm run cli -- <command> --help shows more. For --json, use npm run -s cli --, so that npm adds no lines of its own.',
    examples: 'Examples',
    exitCodes: 'Exit codes: 0 fine, 1 something is wrong, 2 usage error, 78 the settings or the rules are wrong.',
    options: {
      json: { text: 'the answer as JSON, for programs' },
      help: { text: 'this text' },
    } as Record<string, OptionHelp>,
    todo: (what: string) => `→ ${what}`,
    unknownCommand: (name: string, known: string) => `There is no command "${name}"; the commands are ${known}.`,
    unknownOption: (name: string, known: string) => `There is no option ${name} here; the options are ${known}.`,
    optionValueWanted: (name: string) => `Option ${name} is used incorrectly: its value is missing, or it takes none.`,
    argumentsWanted: (usage: string) => `Write: npm run cli -- ${usage}`,
    seeHelp: (command: string) => `npm run cli -- ${command} --help shows more`,
    configInvalid: 'The settings are wrong:',
    /** What is wrong with rules, as it was found. */
    ruleProblem: (problem: RulesProblem): RulesProblem => problem,
    rulesInvalid: 'The rules are wrong:',
    rulesMissing: 'There are no rules: neither RULES_FILE nor JIRA_PROJECT is set.',
    rulesTodo: 'copy config/rules.example.yaml and set RULES_FILE in .env, or try a file with --rules <file>',
    jiraTodo: 'npm run cli -- doctor checks the connection to Jira and the login',
    tokenTodo:
      'this Jira does not accept passwords: create a personal access token, and set JIRA_TOKEN without JIRA_USER and JIRA_PASSWORD',
    jiraUrlMissing: 'JIRA_URL is not set, so the Jira to use is unknown.',
    jiraUrlTodo:
      'set JIRA_URL in the environment or in .env; for the sandbox keep npm start running in another terminal',
    redisUnreachable: (why: string) => `Redis cannot be reached (${why}).`,
    redisTodo: 'check REDIS_URL; the Redis of npm start runs only as long as npm start does',
    fileUnreadable: (path: string, why: string) => `${path} cannot be read (${why}).`,
    timeWanted: (given: string) =>
      `"${given}" is not a time. Write a duration (30m, 2h, 3d), a time today (22:30), or a date (2026-12-01, 2026-12-01T08:00, 2026-12-01T08:00Z).`,
    units: { day: 'd', hour: 'h', minute: 'min', second: 's' },
    ago: (duration: string) => `${duration} ago`,
    none: '—',
  },
  zh: {
    usage: '用法：npm run cli -- <命令> [选项]',
    more: 'npm run cli -- <命令> --help 查看详情。需要 --json 时用 npm run -s cli --，这样 npm 不会输出自己的内容。',
    examples: '示例',
    exitCodes: '退出码：0 正常，1 发现问题，2 用法有误，78 配置或规则有误。',
    options: {
      json: { text: '以 JSON 输出，供程序使用' },
      help: { text: '显示本说明' },
    },
    todo: (what) => `→ ${what}`,
    unknownCommand: (name, known) => `没有命令“${name}”；可用的命令有 ${known}。`,
    unknownOption: (name, known) => `没有选项 ${name}；可用的选项有 ${known}。`,
    optionValueWanted: (name) => `选项 ${name} 用法有误：缺少值，或本不需要值。`,
    argumentsWanted: (usage) => `请写：npm run cli -- ${usage}`,
    seeHelp: (command) => `运行 npm run cli -- ${command} --help 查看说明`,
    configInvalid: '配置有误：',
    ruleProblem: (problem) => ruleProblemInChinese(problem),
    rulesInvalid: '规则有误：',
    rulesMissing: '没有规则：RULES_FILE 和 JIRA_PROJECT 都没有设置。',
    rulesTodo: '请复制 config/rules.example.zh-CN.yaml 并在 .env 中设置 RULES_FILE，或用 --rules <文件> 试用',
    jiraTodo: '运行 npm run cli -- doctor 检查到 Jira 的连接和登录',
    tokenTodo: '此 Jira 不接受密码：请创建个人访问令牌，填入 JIRA_TOKEN，不填 JIRA_USER 和 JIRA_PASSWORD',
    jiraUrlMissing: '没有设置 JIRA_URL，不知道要连接哪个 Jira。',
    jiraUrlTodo: '请在环境变量或 .env 中设置 JIRA_URL；使用沙箱时请在另一个终端保持 npm start 运行',
    redisUnreachable: (why) => `无法连接 Redis（${why}）。`,
    redisTodo: '请检查 REDIS_URL；npm start 自带的 Redis 只在 npm start 运行期间可用',
    fileUnreadable: (path, why) => `无法读取 ${path}（${why}）。`,
    timeWanted: (given) =>
      `“${given}”不是时间。请写时长（30m、2h、3d）、今天的时刻（22:30）或日期（2026-12-01、2026-12-01T08:00、2026-12-01T08:00Z）。`,
    units: { day: '天', hour: '小时', minute: '分', second: '秒' },
    ago: (duration) => `${duration}前`,
    none: '—',
  },
});
