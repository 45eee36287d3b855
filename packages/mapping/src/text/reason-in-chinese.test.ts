import { expect, it } from 'vitest';
import { reasonInChinese } from './reason-in-chinese.ts';

it.each([
  ['manual', '人工暂停'],
  ['the answer to the create was lost; looking for its issue', '建单请求的应答丢失，正在查找它的单'],
  [
    'blocked: something before Jira answers each request of this kind (create) in its place, and one event at a time tries it; the last answer: Jira create: answered 403 (not_json)',
    'blocked：Jira 前面的设备代替 Jira 应答 create 类请求，每次只由一个事件去试；最近的应答：Jira create: answered 403 (not_json)',
  ],
  [
    'Jira could not be used for 4320 minutes (JIRA_RETRY_FOR); retry when it is well. Last answer to this event: Jira create: answered 502',
    'Jira 不可用已达 4320 分钟（JIRA_RETRY_FOR）；恢复后请重试。最后的应答：Jira create: answered 502',
  ],
  ['repeat: the fault has its issue', 'repeat：该故障已有单'],
  ['recovery: hidden: this account may create but not see OPS-1', 'recovery：hidden：此账号能建单，但看不到 OPS-1'],
  ['priority: Jira refuses P0 for OPS-1', '优先级：Jira 不接受把 OPS-1 设为 P0'],
  ['route_ignores: load tests are meant to hurt', 'route_ignores: load tests are meant to hurt'],
  ['Jira create: answered 400: project: is required', 'Jira create: answered 400: project: is required'],
])('%s is %s', (english, chinese) => {
  expect(reasonInChinese(english)).toBe(chinese);
});
