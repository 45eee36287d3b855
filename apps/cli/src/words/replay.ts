import { inBoth } from './in-both.ts';

export const replayWords = inBoth({
  en: {
    choose: 'Which ones? Narrow the choice with --route, --reason, --since, --until or --event, or use --all.',
    allOrSome: '--all means every failed event; leave it out to choose some.',
    none: 'No failed event matches.',
    ofRoute: (route: string | null) => (route === null ? '(no route)' : `route ${route}`),
    andMore: (count: number) => `and ${count} more`,
    wouldRetry: (count: number) =>
      `${count} event${count === 1 ? '' : 's'} would be retried. Fix the cause first, then add --yes.`,
    retried: (count: number, by: string) =>
      `${count} event${count === 1 ? '' : 's'} put back into the queue, by ${by}.`,
    missed: (count: number) => `${count} ${count === 1 ? 'was' : 'were'} no longer failed, or gone.`,
    afterwards: 'npm run cli -- find <event id> shows what became of each.',
  },
  zh: {
    choose: '重试哪些？请用 --route、--reason、--since、--until 或 --event 缩小范围，或写 --all。',
    allOrSome: '--all 表示所有失败的事件；只选部分时请去掉它。',
    none: '没有符合条件的失败事件。',
    ofRoute: (route) => (route === null ? '（无路由）' : `路由 ${route}`),
    andMore: (count) => `另有 ${count} 个`,
    wouldRetry: (count) => `将重试 ${count} 个事件。请先排除原因，再加上 --yes。`,
    retried: (count, by) => `已将 ${count} 个事件放回队列，执行人 ${by}。`,
    missed: (count) => `${count} 个已不是失败状态，或已不存在。`,
    afterwards: 'npm run cli -- find <事件 ID> 可查看每个事件的结果。',
  },
});
