import { expect, it } from 'vitest';
import { wordsIn } from '../../words/words-in.ts';
import { reasonText } from './reason-text.ts';

it.each([
  ['repeat', '与单里已有的内容重复。'],
  ['repeat: the fault has its issue', '与单里已有的内容重复。（该故障已有单）'],
  ['Jira create: answered 400', 'Jira create: answered 400'],
  ['toString', 'toString'],
  [null, null],
])('the reason %s is told in the reader’s language where it is a word of ours', (reason, text) => {
  expect(reasonText(reason, { words: wordsIn('zh') })).toBe(text);
});
