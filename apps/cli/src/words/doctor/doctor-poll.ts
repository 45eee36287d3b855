/** What doctor says of the poll of Jira. */
import { inBoth } from '../in-both.ts';

export const pollWords = inBoth({
  en: {
    polled: (every: string, ago: string, found: number, told: number) =>
      `Jira is asked every ${every} what people changed, last ${ago} ago: ${found} issue${found === 1 ? '' : 's'}, ${told} of them passed on`,
    pollNever: (every: string, why: string) => ({
      text: `Jira should be asked every ${every} what people changed, and never was${why === '' ? '' : `: ${why}`}`,
      todo: 'set BACK_POLL for the workers, and see that one runs and has rules with back:',
    }),
    pollLate: (every: string, last: string, why: string) => ({
      text: `Jira should be asked every ${every} what people changed, and was last at ${last}${why === '' ? '' : `: ${why}`}`,
      todo: 'see that a worker runs and that requests to Jira go; nothing is lost within seven days',
    }),
  },
  zh: {
    polled: (every, ago, found, told) =>
      `每 ${every} 询问一次 Jira 的人工变化，上次在 ${ago}前：${found} 个问题，转达 ${told} 个`,
    pollNever: (every, why) => ({
      text: `应每 ${every} 询问一次 Jira 的人工变化，但从未询问过${why === '' ? '' : `：${why}`}`,
      todo: '给 worker 设置 BACK_POLL，并确认有 worker 在运行、规则里有 back:',
    }),
    pollLate: (every, last, why) => ({
      text: `应每 ${every} 询问一次 Jira 的人工变化，上次是 ${last}${why === '' ? '' : `：${why}`}`,
      todo: '确认 worker 在运行、对 Jira 的请求未暂停；七天之内不会遗漏',
    }),
  },
});
