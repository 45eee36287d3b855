import type { Words } from '../words.ts';

export const retryAll: Words['retryAll'] = {
  title: '重试失败的事件',
  back: '回到列表',
  open: '重试这些事件…',
  none: '没有符合条件的失败事件。',
  wouldRetry: (count) => `将重试 ${count} 个事件。`,
  more: (count) => `可能还有更多符合条件的。一次最多重试 ${count} 个，其余请再来一次。`,
  confirm: (count) => `重试 ${count} 个`,
  columns: { count: '事件数', reason: '失败原因' },
  noRoute: '（无路由）',
  andMore: (count) => `另有 ${count} 个`,
  retried: (count) => `已将 ${count} 个事件放回队列。`,
  missed: (count) => `${count} 个已不是失败状态，或已不存在。`,
};
