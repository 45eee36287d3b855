import { expect, it } from 'vitest';
import { warningInChinese } from './warning-in-chinese.ts';

it.each([
  ['assignee lina: Jira refuses it here, so the issue went without', '经办人 lina：Jira 不接受，单子未指派'],
  ['priority P0: Jira refuses it here, so the issue went without', '优先级 P0：Jira 不接受，单子未设置'],
  [
    'Cause (customfield_1) "x": Jira refuses it here, so the issue went without',
    '字段 Cause (customfield_1) "x"：Jira 不接受，单子未设置',
  ],
  [
    'fallback: Jira refuses WEB / Bug of route web, so the issue is in OPS / Task (project: no such project)',
    '备用项目：Jira 不接受路由 web 的 WEB / Bug，单子建在 OPS / Task（project: no such project）',
  ],
  [
    'Jira create: answered 400: project: is required; it was asked for project WEB, type Bug',
    'Jira create: answered 400: project: is required；请求的是项目 WEB、类型 Bug',
  ],
  ['something else', 'something else'],
])('%s is %s', (english, chinese) => {
  expect(warningInChinese(english)).toBe(chinese);
});
