/** What doctor says of the poll of Jira. */
import { inBoth } from '../in-both.ts';

export const pollWords = inBoth({
  en: {
    polled: (every: string, ago: string, found: number, told: number) =>
      `Jira is searched every ${every} for issues that people changed, last ${ago} ago: ${found} found, ${told} of them new`,
    pollNever: (every: string, why: string) => ({
      text: `Jira should be searched every ${every} for issues that people changed, but never was${why === '' ? '' : `: ${why}`}`,
      todo: 'set BACK_POLL for the workers, and check that one is running with rules that have back:',
    }),
    pollLate: (every: string, last: string, why: string) => ({
      text: `Jira should be searched every ${every} for issues that people changed, but was last searched at ${last}${why === '' ? '' : `: ${why}`}`,
      todo: 'check that a worker is running and that requests to Jira are not paused; nothing is lost within seven days',
    }),
  },
  zh: {
    polled: (every, ago, found, told) =>
      `每 ${every} 在 Jira 搜索一次人改过的单，上次在 ${ago}前：搜到 ${found} 张，其中新的 ${told} 张`,
    pollNever: (every, why) => ({
      text: `应每 ${every} 在 Jira 搜索一次人改过的单，但从未搜索过${why === '' ? '' : `：${why}`}`,
      todo: '给 worker 设置 BACK_POLL，并确认有 worker 在运行、规则里有 back:',
    }),
    pollLate: (every, last, why) => ({
      text: `应每 ${every} 在 Jira 搜索一次人改过的单，上次是 ${last}${why === '' ? '' : `：${why}`}`,
      todo: '确认 worker 在运行、对 Jira 的请求未暂停；七天之内不会遗漏',
    }),
  },
});
