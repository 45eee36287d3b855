import type { Root } from 'mdast';
import type { Language } from '../text/sentences.ts';

const texts = {
  zh: {
    twin: (key: string) => `本问题与 ${key} 重复：Jira 的应答丢失后，同一告警被创建了两次。`,
    closed: (key: string) => `已自动关闭，请在 ${key} 中继续处理。`,
    left: (key: string) => `此处已有人处理，因此未自动关闭。请决定保留哪一个；后续更新将写入 ${key}。`,
  },
  en: {
    twin: (key: string) =>
      `This issue doubles ${key}: an answer of Jira was lost, and the same alert was created twice.`,
    closed: (key: string) => `Closed automatically; please go on in ${key}.`,
    left: (key: string) =>
      `Somebody has worked on it, so it was left open. Please decide which one to keep; updates go to ${key}.`,
  },
};

/** The comment on an issue of ours that turned out to be the second for the same alert. `key`: the one that stands. */
export function twinComment(language: Language, key: string, end: 'closed' | 'left'): Root {
  const { twin, [end]: next } = texts[language];
  return {
    type: 'root',
    children: [
      {
        type: 'paragraph',
        children: [{ type: 'text', value: `${twin(key)}${language === 'en' ? ' ' : ''}${next(key)}` }],
      },
    ],
  };
}
