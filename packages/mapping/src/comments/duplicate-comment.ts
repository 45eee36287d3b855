import type { Root } from 'mdast';
import { joined, textsIn } from '../text/catalogue.ts';
import type { Language } from '../text/language.ts';

/** The comment on an issue of ours that turned out to be the second for the same alert. `key`: the one that stands. */
export function duplicateComment(language: Language, key: string, end: 'closed' | 'left'): Root {
  const { duplicate, [end]: next } = textsIn(language).duplicate;
  return {
    type: 'root',
    children: [
      {
        type: 'paragraph',
        children: [{ type: 'text', value: joined(language, duplicate(key), next(key)) }],
      },
    ],
  };
}
