import { inBoth } from '../in-both.ts';
import { fieldWords } from './field-kinds.ts';
import { requiredWords } from './required.ts';

export const validateWords = inBoth({
  en: {
    topics: {
      project: 'project',
      type: 'issue type',
      fields: 'fields',
      priority: 'priority',
      people: 'people',
      labels: 'labels',
      recovery: 'recovery',
    } as Record<string, string>,
    route: 'ROUTE',
    place: 'PROJECT / TYPE',
    ignored: 'opens no issue',
    rulesFine: (count: number, where: string) =>
      `The rules are fine: ${count} route${count === 1 ? '' : 's'}, from ${where}.`,
    fromVariables: 'the JIRA_* variables (RULES_FILE is not set)',
    recoveriesIgnored: (routes: string) =>
      `${routes}: one issue for each event, and recoveries are ignored; with group: fault (without rules: JIRA_GROUP=fault) they go into the issue`,
    templateSlip: (route: string, variable: string, meant: string) =>
      `route ${route}: alerts do not usually have {{ ${variable} }}; did you mean {{ ${meant} }}?`,
    needsKey: (routes: string, rule: string) =>
      `${routes}: ${rule} needs GUANCE_API_URL and GUANCE_API_KEYS of the worker, which are not set here`,
    needsToken: (routes: string) =>
      `${routes}: the chart of context: needs GUANCE_CLIENT_TOKENS of the worker, which is not set here`,
    doesNothing: (route: string, rule: string) => `route ${route}: ${rule} asks for nothing`,
    notAsked: 'Jira was not asked.',
    jira: (kind: string, url: string, account: string) => `Jira ${kind} at ${url}, as ${account}`,
    allFine: 'Jira would take everything.',
    fineSoFar: 'Jira would take what could be checked.',
    unproven: (routes: string) =>
      `The recovery of ${routes} is not proven: the lines above say from which statuses, and how to make it checkable.`,
    found: (bad: number, warn: number) =>
      `${bad} thing${bad === 1 ? '' : 's'} would prevent issues from being created, ${warn} would leave something out of them.`,
    projectMissing: (key: string, there: string): { text: string; todo: string } => ({
      text: `there is no project ${key}, or this account cannot see it`,
      todo: `write the key of a project${there === '' ? '' : ` (there are: ${there})`}, or give the account "Browse projects" in ${key}`,
    }),
    projectKey: (written: string, key: string) => ({
      text: `${written} is an old key or another spelling of ${key}`,
      todo: `write project: ${key}`,
    }),
    rightsMissing: (key: string, rights: string) => ({
      text: `the account does not have ${rights} in ${key}${rights === 'BROWSE_PROJECTS' ? ': it can create issues but not see them' : ''}`,
      todo: "grant it through a role or group in the project's permission scheme",
    }),
    rightsUseful: (key: string, rights: string) => ({
      text: `the account does not have ${rights} in ${key}: whatever needs it is left out`,
      todo: "grant it in the project's permission scheme",
    }),
    rightsUnknown: (name: string) => `${name}; Jira does not show the permissions`,
    typesUnknown: (key: string) => ({
      text: `Jira does not list the issue types of ${key}`,
      todo: 'usually because the account may not create issues there',
    }),
    typeMissing: (type: string, key: string, there: string) => ({
      text: `${key} has no issue type "${type}"`,
      todo: `write one of: ${there}`,
    }),
    typeSubtask: (type: string, there: string) => ({
      text: `"${type}" is a sub-task and needs a parent issue`,
      todo: `write one of: ${there}`,
    }),
    screenUnknown: (key: string) => `Jira does not list the fields of ${key}`,
    fieldsFine: 'no fields missing',
    andMore: (names: string, more: number) => `${names} and ${more} more`,
    fieldRequired: (field: string, example: string, there: string) => ({
      text: `${field} is required, and the route does not fill it`,
      todo: `add to the route, under fields:  ${example}${there === '' ? '' : ` (there are: ${there})`}`,
    }),
    fieldOffScreen: (field: string) => ({
      text: `${field} is not on the create screen: issues are created without it`,
      todo: "put the field on the project's create screen, or remove it from the route",
    }),
    fieldUnknown: (id: string, there: string) => ({
      text: `there is no field ${id}: issues are created without it`,
      todo:
        there === '' ? 'write its name as Jira shows it, or its id, such as customfield_10010' : `there are: ${there}`,
    }),
    ...fieldWords.en,
    ...requiredWords.en,
    valueUnknown: (field: string, value: string, there: string, required: boolean) => ({
      text: `${field} has no choice "${value}": ${required ? 'it is required, so no issue is created' : 'issues are created without it'}`,
      todo: `there are: ${there}`,
    }),
    priorityDefault: "the project's default",
    priorityOffScreen: {
      text: "priority is not on the create screen: issues get the project's default",
      todo: 'put Priority on the create screen, or write priority: project-default',
    },
    prioritiesUnknown: 'Jira does not list the priorities',
    priorityMissing: (names: string, there: string) => ({
      text: `there is no priority ${names}: those issues get the project's default`,
      todo: `write priority: with one of these for each level, or priority: project-default; there are: ${there}`,
    }),
    priorityOrder: (there: string) => ({
      text: 'the priorities under allow are not ordered from highest to lowest: a fault that gets worse may lower the priority of its issue',
      todo: `write them in Jira's order: ${there}`,
    }),
    labelsFine: 'on the screen',
    labelsOffScreen: {
      text: 'labels are not on the create screen: issues have none, and are recognized only by their property',
      todo: 'put Labels on the create screen; otherwise, searching for the issue after a lost answer costs Jira more',
    },
    assigneeDefault: (unassigned: boolean): string => (unassigned ? 'nobody' : "the project's default"),
    notAssignable: (people: string, key: string) => ({
      text: `cannot be assigned issues in ${key}: ${people}`,
      todo: 'give them "Assignable user" there, or correct the name (Data Center: user name; Cloud: account id or e-mail). Until then those issues have no assignee',
    }),
    assigneeTemplate: (known: number) => `chosen by the event; all ${known} of people: can be assigned`,
    peopleUnknown: (people: string) => `Jira does not say whether it knows ${people}`,
  },
  zh: {
    topics: {
      project: '项目',
      type: '问题类型',
      fields: '字段',
      priority: '优先级',
      people: '人员',
      labels: '标签',
      recovery: '恢复',
    },
    route: '路由',
    place: '项目 / 类型',
    ignored: '不建单',
    rulesFine: (count, where) => `规则无误：${count} 条路由，来自 ${where}。`,
    fromVariables: 'JIRA_* 变量（未设置 RULES_FILE）',
    recoveriesIgnored: (routes) =>
      `${routes}：每条事件一张单，恢复事件被忽略；改用 group: fault（没有规则文件时为 JIRA_GROUP=fault），恢复会写进单子`,
    templateSlip: (route, variable, meant) =>
      `路由 ${route}：告警里一般没有 {{ ${variable} }}；是不是 {{ ${meant} }}？`,
    needsKey: (routes, rule) => `${routes}：${rule} 需要给 worker 设置 GUANCE_API_URL 和 GUANCE_API_KEYS，这里没有设置`,
    needsToken: (routes) => `${routes}：context: 的趋势图需要给 worker 设置 GUANCE_CLIENT_TOKENS，这里没有设置`,
    doesNothing: (route, rule) => `路由 ${route}：${rule} 什么也没有要求`,
    notAsked: '未询问 Jira。',
    jira: (kind, url, account) => `Jira ${kind}，${url}，账号 ${account}`,
    allFine: 'Jira 会接受全部内容。',
    fineSoFar: '能检查到的内容，Jira 都会接受。',
    unproven: (routes) => `${routes} 的恢复未经验证：从哪些状态、怎样才能检查，见上面各行。`,
    found: (bad, warn) => `${bad} 处会导致建不了单，${warn} 处会让单子缺内容。`,
    projectMissing: (key, there) => ({
      text: `没有项目 ${key}，或此账号无权查看`,
      todo: `请写存在的项目 key${there === '' ? '' : `（例如：${there}）`}，或为账号授予 ${key} 的“浏览项目”权限`,
    }),
    projectKey: (written, key) => ({ text: `${written} 是 ${key} 的旧 key 或其他写法`, todo: `请写 project: ${key}` }),
    rightsMissing: (key, rights) => ({
      text: `账号在 ${key} 中没有 ${rights}${rights === 'BROWSE_PROJECTS' ? '：能创建单子，但看不到它们' : ''}`,
      todo: '请在项目的权限方案中通过角色或用户组授予',
    }),
    rightsUseful: (key, rights) => ({
      text: `账号在 ${key} 中没有 ${rights}：需要它的操作会被省略`,
      todo: '请在项目的权限方案中授予',
    }),
    rightsUnknown: (name) => `${name}；Jira 未说明权限`,
    typesUnknown: (key) => ({ text: `Jira 未说明 ${key} 的问题类型`, todo: '通常是账号没有在其中建单的权限' }),
    typeMissing: (type, key, there) => ({ text: `${key} 没有问题类型“${type}”`, todo: `可用：${there}` }),
    typeSubtask: (type, there) => ({ text: `“${type}”是子任务，需要父任务`, todo: `可用：${there}` }),
    screenUnknown: (key) => `Jira 未说明 ${key} 的字段`,
    fieldsFine: '齐全',
    andMore: (names, more) => `${names} 等，另有 ${more} 个`,
    fieldRequired: (field, example, there) => ({
      text: `${field} 必填，而路由没有填写`,
      todo: `请在路由的 fields: 下添加  ${example}${there === '' ? '' : `（可用：${there}）`}`,
    }),
    fieldOffScreen: (field) => ({
      text: `${field} 不在创建界面上：建单时省略`,
      todo: '请把字段加到项目的创建界面，或从路由中删去',
    }),
    fieldUnknown: (id, there) => ({
      text: `没有字段 ${id}：建单时省略`,
      todo: there === '' ? '请写 Jira 上显示的字段名，或字段 ID，例如 customfield_10010' : `可用：${there}`,
    }),
    ...fieldWords.zh,
    ...requiredWords.zh,
    valueUnknown: (field, value, there, required) => ({
      text: `${field} 没有选项“${value}”：${required ? '该字段必填，因此建不了单' : '建单时省略'}`,
      todo: `可用：${there}`,
    }),
    priorityDefault: '项目默认',
    priorityOffScreen: {
      text: '优先级不在创建界面上：单子用项目默认值',
      todo: '请把优先级加到创建界面，或写 priority: project-default',
    },
    prioritiesUnknown: 'Jira 未说明优先级',
    priorityMissing: (names, there) => ({
      text: `没有优先级 ${names}：这些单子用项目默认值`,
      todo: `请在 priority: 中按等级写出可用的优先级，或写 priority: project-default；可用：${there}`,
    }),
    priorityOrder: (there) => ({
      text: 'allow 中的优先级不是从高到低：故障加重时可能反而调低优先级',
      todo: `请按 Jira 的顺序写：${there}`,
    }),
    labelsFine: '在界面上',
    labelsOffScreen: {
      text: '标签不在创建界面上：单子没有标签，只能靠属性识别',
      todo: '请把标签加到创建界面；否则应答丢失后查单会给 Jira 带来更多负担',
    },
    assigneeDefault: (unassigned) => (unassigned ? '不指派' : '项目默认'),
    notAssignable: (people, key) => ({
      text: `不能分配 ${key} 的单子：${people}`,
      todo: '请授予其该项目的“可分配用户”权限，或更正名称（Data Center：用户名；Cloud：account id 或邮箱）。在此之前这些单子没有经办人',
    }),
    assigneeTemplate: (known) => `由事件决定；people: 中的 ${known} 人均可分配`,
    peopleUnknown: (people) => `Jira 未说明是否有 ${people}`,
  },
});
