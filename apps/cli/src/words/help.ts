import { importHelp } from './import-help.ts';
import { inBoth } from './in-both.ts';

interface Help {
  /** One line of the overview. */
  does: string;
  usage: string;
  about: string;
  options: Record<string, { value?: string; text: string }>;
  examples: string[];
}

interface HelpOfAll {
  validate: Help;
  explain: Help;
  find: Help;
  pause: Help;
  resume: Help;
  doctor: Help;
  replay: Help;
  import: Help;
}

export const helpWords = inBoth<HelpOfAll>({
  en: {
    validate: {
      does: 'checks the rules, then asks Jira whether it would accept what they ask for',
      usage: 'validate [--rules <file>] [--offline] [--strict]',
      about:
        'First it checks the rules and reports every error with file, line and column. Then it asks Jira about each route: project, issue type, fields,\npriorities, people, labels, and what a recovery needs. It changes nothing and does not need Redis.\n✘ no issue can be created like this · ! issues are created, but with less than the rules ask for',
      options: {
        rules: { value: 'file', text: 'rules to check instead of those in RULES_FILE' },
        offline: { text: 'check only the rules, without asking Jira' },
        strict: { text: 'exit code 1 even if issues would only lack something, or a recovery is not proven' },
      },
      examples: ['validate', 'validate --rules my-rules.yaml', 'validate --offline --rules my-rules.yaml'],
    },
    explain: {
      does: 'shows which route takes an event and why, and the request that Jira would get',
      usage: 'explain <event.json> … | - [--set field=value] [--each] [--text] [--for cloud|datacenter] [--offline]',
      about:
        'Events are JSON: one, a list, or one per line; - reads them from standard input. Nothing is sent, and neither Redis nor Jira is needed;\nif Jira is configured, it is asked for the format of the fields of one event.\nFor one event, it shows every route and which conditions of its match do not fit, then the request. For many, how many issues they would become.',
      options: {
        rules: { value: 'file', text: 'rules to try instead of those in RULES_FILE' },
        set: {
          value: 'field=value',
          text: 'first changes a field of each event, such as df_status=critical or tags.host=db-1; can be repeated',
        },
        each: { text: 'one line for each event even if there are many' },
        text: { text: 'the issue as a person would read it, instead of the request' },
        for: { value: 'which', text: 'only the request for cloud or for datacenter' },
        offline: { text: 'do not ask Jira: fields as written in the rules' },
      },
      examples: [
        'explain samples/guance/01-monitor-critical.json',
        'explain --set tags.host=db-1 --rules my-rules.yaml event.json',
        'explain - < events.ndjson',
      ],
    },
    find: {
      does: 'shows what became of an event, a fault or an issue',
      usage: 'find <event id | fault | issue key>',
      about:
        'Shows outcome, route, issue, times, attempts, and who retried it; while the event waits, what for. Works even after its job is gone, for\nLEDGER_DAYS. Name a fault by its df_fault_id or by the faultKey in the log, and an issue by its key.',
      options: {},
      examples: ['find event-f20a38aa58b54c6c8d4c9a84e655db1a', 'find OPS-42'],
    },
    pause: {
      does: 'stops all requests to Jira for a while; events wait, and none is lost',
      usage: 'pause --until <time or duration> [--reason <text>]',
      about:
        'For example for Jira maintenance. Webhooks are still accepted. All workers stop within five seconds, and continue automatically at the given time.',
      options: {
        until: { value: 'when', text: 'a duration (30m, 2h), a time today (22:30), or a date and time' },
        reason: { value: 'text', text: 'shown by doctor and find' },
      },
      examples: ['pause --until 2h', 'pause --until 22:30 --reason "Jira upgrade"'],
    },
    resume: {
      does: 'ends a pause at once, and retries a refused login at once',
      usage: 'resume',
      about:
        "Ends a pause set by the command above or by the dashboard's button. After a refused login or an outage, one worker tries again at once\ninstead of at the end of the waiting time. A pause that Jira has asked for (429) stays.",
      options: {},
      examples: ['resume'],
    },
    doctor: {
      does: 'checks everything that has to work: Redis, Jira, permissions, clocks, the webhook, the queue',
      usage: 'doctor [--distrust-ledger]',
      about: 'Each line is green, yellow or red, and says what to do. Nothing is changed.',
      options: {
        'distrust-ledger': {
          text: 'after a restore of Redis that the workers could not notice: from now on, Jira is asked before an older event becomes an issue',
        },
      },
      examples: ['doctor', 'doctor --distrust-ledger'],
    },
    replay: {
      does: 'retries failed events',
      usage:
        'replay [--route <name>] [--reason <text>] [--since <time>] [--until <time>] [--event <id>] [--all] [--yes]',
      about:
        'Without --yes it only shows what it would do. Options narrow the choice, and all of them must match; --all chooses every failed event.\nAn event whose issue already exists does not get a second one.',
      options: {
        route: { value: 'name', text: 'events of this route' },
        reason: { value: 'text', text: 'events whose reason contains this text' },
        since: { value: 'time', text: 'failed since then: a duration before now (2h), a time today, or a date' },
        until: { value: 'time', text: 'failed before then' },
        event: { value: 'id', text: 'this event; can be repeated' },
        all: { text: 'every failed event' },
        yes: { text: 'do it' },
        by: { value: 'name', text: 'who does it, shown by find (default: your user name)' },
      },
      examples: ['replay --all', 'replay --route database --since 2h --yes'],
    },
    import: importHelp.en,
  },
  zh: {
    validate: {
      does: '检查规则，并向 Jira 核对是否接受规则所要求的内容',
      usage: 'validate [--rules <文件>] [--offline] [--strict]',
      about:
        '先检查规则：每个错误都给出文件、行、列。然后逐条路由向 Jira 核对：项目、问题类型、字段、优先级、人员、标签，以及恢复所需的内容。\n不做任何修改，也不需要 Redis。\n✘ 按此建不了单 · ! 能建单，但内容会少于规则的要求',
      options: {
        rules: { value: '文件', text: '检查此文件，而不是 RULES_FILE' },
        offline: { text: '只检查规则，不询问 Jira' },
        strict: { text: '单子只是缺少部分内容、或恢复未经验证时，退出码也为 1' },
      },
      examples: ['validate', 'validate --rules my-rules.yaml', 'validate --offline --rules my-rules.yaml'],
    },
    explain: {
      does: '说明事件由哪条路由处理、为什么，以及将发给 Jira 的请求',
      usage: 'explain <event.json> … | - [--set 字段=值] [--each] [--text] [--for cloud|datacenter] [--offline]',
      about:
        '事件为 JSON：单个、列表或每行一个；- 表示从标准输入读取。不发送任何内容，不需要 Redis 和 Jira；\n设置了 Jira 时，会询问单个事件的字段该怎么写。\n单个事件：逐条说明路由以及不符合的匹配条件，然后给出请求。多个事件：说明会建多少张单。',
      options: {
        rules: { value: '文件', text: '试用此规则文件，而不是 RULES_FILE' },
        set: { value: '字段=值', text: '先修改每个事件的字段，例如 df_status=critical 或 tags.host=db-1；可重复' },
        each: { text: '事件较多时也逐个显示一行' },
        text: { text: '显示人会看到的单子，而不是请求' },
        for: { value: '哪种', text: '只显示 cloud 或 datacenter 的请求' },
        offline: { text: '不询问 Jira：字段按规则原样显示' },
      },
      examples: [
        'explain samples/guance/01-monitor-critical.json',
        'explain --set tags.host=db-1 --rules my-rules.yaml event.json',
        'explain - < events.ndjson',
      ],
    },
    find: {
      does: '查一条事件、一个故障或一张单的结果',
      usage: 'find <事件 ID | 故障 | 单号>',
      about:
        '结果、路由、单号、时间、尝试次数、由谁重试。事件仍在等待时：在等什么。任务删除后仍可查询，保留 LEDGER_DAYS 天。\n故障用 df_fault_id 或日志中的 faultKey 指定；单子用单号指定。',
      options: {},
      examples: ['find event-f20a38aa58b54c6c8d4c9a84e655db1a', 'find OPS-42'],
    },
    pause: {
      does: '暂停对 Jira 的请求一段时间；事件等待，不会丢失',
      usage: 'pause --until <时间或时长> [--reason <说明>]',
      about: '例如 Jira 维护期间使用。Webhook 仍照常接收。所有 worker 在五秒内停下，到时间后自动继续。',
      options: {
        until: { value: '何时', text: '时长（30m、2h）、今天的时刻（22:30）或日期时间' },
        reason: { value: '说明', text: '由 doctor 和 find 显示' },
      },
      examples: ['pause --until 2h', 'pause --until 22:30 --reason "Jira 升级"'],
    },
    resume: {
      does: '立即结束暂停，并立即重试被拒绝的登录',
      usage: 'resume',
      about:
        '结束上述命令以及看板按钮的暂停。被 Jira 拒绝的登录或中断由一个 worker 立即重试，不再等到时间结束。\nJira 自己要求的等待（429）保留。',
      options: {},
      examples: ['resume'],
    },
    doctor: {
      does: '检查所有必须正常的部分：Redis、Jira、权限、时钟、Webhook、队列',
      usage: 'doctor [--distrust-ledger]',
      about: '每行为绿、黄或红，并说明怎么办。不做任何修改。',
      options: {
        'distrust-ledger': {
          text: '在 worker 无法察觉的 Redis 恢复之后使用：从现在起，较早的事件先去 Jira 查一遍再建单',
        },
      },
      examples: ['doctor', 'doctor --distrust-ledger'],
    },
    replay: {
      does: '重试失败的事件',
      usage:
        'replay [--route <名称>] [--reason <文本>] [--since <时间>] [--until <时间>] [--event <ID>] [--all] [--yes]',
      about:
        '没有 --yes 时只显示将要做什么。选项用于缩小范围，须全部符合；--all 选择所有失败的事件。\n已建单的事件不会再建一张。',
      options: {
        route: { value: '名称', text: '此路由的事件' },
        reason: { value: '文本', text: '失败原因包含此文本' },
        since: { value: '时间', text: '此后失败的：往回的时长（2h）、今天的时刻或日期' },
        until: { value: '时间', text: '此前失败的' },
        event: { value: 'ID', text: '此事件；可重复' },
        all: { text: '所有失败的事件' },
        yes: { text: '执行' },
        by: { value: '名称', text: '执行人，供 find 显示（默认为当前用户名）' },
      },
      examples: ['replay --all', 'replay --route database --since 2h --yes'],
    },
    import: importHelp.zh,
  },
});
