import { inBoth } from './in-both.ts';
import { unfitInChinese } from './unfit-reasons.ts';

export const explainWords = inBoth({
  en: {
    route: 'ROUTE',
    events: 'EVENTS',
    issues: 'ISSUES',
    place: 'PROJECT / TYPE',
    noId: '(no event id)',
    routeTakes: (route: string) => `route ${route} takes it: every condition of its match fits`,
    fallbackTakes: 'no route takes it, so the fallback does',
    routeNot: (route: string) => `route ${route}: `,
    mismatch: (field: string, value: string | null, wanted: string) =>
      value === null ? `${field} is absent, wanted ${wanted}` : `${field} is ${value}, wanted ${wanted}`,
    opens: (project: string, type: string, route: string) => `${project} / ${type}, by route ${route}`,
    opensNone: (why: string) => `no issue: ${why}`,
    reason: (reason: string, route: string | null) =>
      ({
        notice: 'not an event, but a test or a notice',
        recovery: 'a recovery opens no issue; it goes to the issue of its fault, if there is one',
        recovery_ignored: 'a recovery, and no route follows faults (group: fault), so it is ignored',
        over_before_hold: 'the fault was over before holdFor',
        unmatched: 'no route takes it',
        route_ignores: `route ${route} ignores it`,
      })[reason] ?? reason,
    chosen: (key: string, { name, template, allow }: { name: string; template: string; allow: readonly string[] }) =>
      `${key} is ${name}, from ${template}; allowed: ${allow.join(', ')}`,
    grouped: (group: string, faultKey: string) =>
      group === 'fault' ? `One issue for its fault: ${faultKey}` : 'A separate issue (group: event)',
    fallback: (project: string, type: string) => `If Jira refuses the project or type: ${project} / ${type}`,
    idOnArrival:
      'It has no df_event_id: the receiver derives one from its content, so the marker and id below will differ.',
    stormPossible: "In a storm, it may be listed in the storm's issue instead.",
    issuePriority: 'priority',
    issueAssignee: 'assignee',
    issueLabels: 'labels',
    wouldSend: (jira: string) => `${jira} would get:`,
    accountAsked: (email: string) => `(Jira is first asked for the account of ${email})`,
    fieldsTold: (site: string) => `Fields are written in the format that ${site} asks for.`,
    fieldsUntold: (site: string) =>
      `${site} does not show its fields to this account: they are sent as written in the rules, and fields given by name are left out`,
    jiraNotAsked: (why: string) => `Fields as written in the rules, because Jira could not be asked: ${why}`,
    leftOut: (field: string, reason: string) => `the issue is created without ${field}: ${reason}`,
    makesNone: (field: string, why: string, then: string) =>
      `no issue without ${field}, which is required: ${why}; ${then}`,
    givesNothing: (expression: string | null) =>
      expression === null
        ? 'the route does not set it'
        : `${expression || 'the route'} produces nothing for this event`,
    fitsNot: (reason: string) => reason,
    thenFails: 'the event fails',
    thenFallback: ({ project, issueType }: { project: string; issueType: string }) =>
      `the event goes to the fallback (${project} / ${issueType})`,
    oneFor: (group: string): string =>
      group === 'fault' ? 'one per fault: later events and recoveries become comments' : 'one per event',
    asIf: 'This assumes that no issue is open yet, and that nobody closed one.',
    repeated: 'repeated deliveries',
    wouldBecome: (events: number, issues: number) =>
      `${events} event${events === 1 ? '' : 's'} would become ${issues} issue${issues === 1 ? '' : 's'}.`,
    storm: (limit: number, minutes: number) =>
      `If one route gets more than ${limit} within ${minutes} minutes, the others are listed in one issue (storm).`,
    unreadable: (where: string, why: string): string =>
      why === 'no_json' ? `${where}: this is not JSON` : `${where}: an event must be a JSON object`,
    nothing: 'The input contains no event.',
    setWanted: (given: string) => `--set ${given}: write field=value, such as df_status=critical`,
    forWanted: '--for takes cloud or datacenter.',
  },
  zh: {
    route: '路由',
    events: '事件',
    issues: '建单',
    place: '项目 / 类型',
    noId: '（无事件 ID）',
    routeTakes: (route) => `路由 ${route} 处理此事件：匹配条件全部符合`,
    fallbackTakes: '没有路由处理此事件，由 fallback 处理',
    routeNot: (route) => `路由 ${route}：`,
    mismatch: (field, value, wanted) =>
      value === null ? `没有 ${field}，要求 ${wanted}` : `${field} 为 ${value}，要求 ${wanted}`,
    opens: (project, type, route) => `${project} / ${type}，路由 ${route}`,
    opensNone: (why) => `不建单：${why}`,
    reason: (reason, route) =>
      ({
        notice: '不是事件，而是测试或通知',
        recovery: '恢复事件不建单；其故障已有单时，写进那张单',
        recovery_ignored: '恢复事件；没有路由跟踪故障（group: fault），因此忽略',
        over_before_hold: '在 holdFor 之前已恢复',
        unmatched: '没有路由处理',
        route_ignores: `路由 ${route} 忽略此事件`,
      })[reason] ?? reason,
    chosen: (key, { name, template, allow }) => `${key} 为 ${name}，由 ${template} 决定；可用：${allow.join('、')}`,
    grouped: (group, faultKey) => (group === 'fault' ? `整个故障一张单：${faultKey}` : '单独一张单（group: event）'),
    fallback: (project, type) => `如果 Jira 拒绝项目或类型：${project} / ${type}`,
    idOnArrival: '没有 df_event_id：receiver 会根据内容生成，因此下面的标记和 ID 会不同。',
    stormPossible: '告警风暴期间可能只列入汇总单。',
    issuePriority: '优先级',
    issueAssignee: '经办人',
    issueLabels: '标签',
    wouldSend: (jira) => `${jira} 将收到：`,
    accountAsked: (email) => `（之前会向 Jira 查询 ${email} 的账号）`,
    fieldsTold: (site) => `字段按 ${site} 要求的形式写出。`,
    fieldsUntold: (site) => `${site} 不向此账号说明字段：按规则里写的原样发送，按名称写的字段会省略`,
    jiraNotAsked: (why) => `字段按规则原样显示，因为无法询问 Jira：${why}`,
    leftOut: (field, reason) => `建单时省略 ${field}：${unfitInChinese(reason)}`,
    makesNone: (field, why, then) => `缺少必填的 ${field} 就不建单：${why}；${then}`,
    givesNothing: (expression) =>
      expression === null ? '路由没有设置它' : `对此事件，${expression === '' ? '路由' : ` ${expression} `}得不出值`,
    fitsNot: (reason) => unfitInChinese(reason),
    thenFails: '此事件失败',
    thenFallback: ({ project, issueType }) => `此事件转到 fallback（${project} / ${issueType}）`,
    oneFor: (group) => (group === 'fault' ? '按故障：后续事件和恢复写成评论' : '每条事件一张'),
    asIf: '假定目前没有未关的单，也没有人动过。',
    repeated: '重复投递',
    wouldBecome: (events, issues) => `${events} 条事件会建 ${issues} 张单。`,
    storm: (limit, minutes) => `如果同一路由在 ${minutes} 分钟内超过 ${limit} 个，其余的只列入一张汇总单（storm）。`,
    unreadable: (where, why) => (why === 'no_json' ? `${where}：不是 JSON` : `${where}：事件必须是 JSON 对象`),
    nothing: '给出的内容中没有事件。',
    setWanted: (given) => `--set ${given}：请写 字段=值，例如 df_status=critical`,
    forWanted: '--for 的值为 cloud 或 datacenter。',
  },
});
