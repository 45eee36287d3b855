import { isObject, type Json, type JsonObject } from '../json.ts';

const list = ['bulletList', 'orderedList'];
const leafBlocks = ['paragraph', 'codeBlock', 'mediaSingle', 'mediaGroup', ...list];
export const topLevel = [
  ...leafBlocks,
  ...[
    'heading',
    'blockquote',
    'rule',
    'panel',
    'table',
    'taskList',
    'decisionList',
    'expand',
    'blockCard',
    'embedCard',
    'extension',
    'bodiedExtension',
    'layoutSection',
  ],
];
const inline = [
  'text',
  'hardBreak',
  'mention',
  'emoji',
  'date',
  'status',
  'inlineCard',
  'placeholder',
  'mediaInline',
  'inlineExtension',
];
const inCell = [
  ...leafBlocks,
  'heading',
  'blockquote',
  'rule',
  'panel',
  'taskList',
  'decisionList',
  'blockCard',
  'embedCard',
  'extension',
  'nestedExpand',
];

export type Rule = { children?: string[]; atLeast?: number; attrs?: (attrs: JsonObject) => boolean };

const text = (value: Json | undefined) => typeof value === 'string';
/** By node type: what may stand in it, how much at least, and which attributes it needs. */
export const rules: Record<string, Rule> = {
  paragraph: { children: inline },
  heading: { children: inline, attrs: ({ level }) => typeof level === 'number' && [1, 2, 3, 4, 5, 6].includes(level) },
  blockquote: { children: [...leafBlocks, 'extension'], atLeast: 1 },
  bulletList: { children: ['listItem'], atLeast: 1 },
  orderedList: { children: ['listItem'], atLeast: 1 },
  listItem: { children: [...leafBlocks, 'taskList', 'extension'], atLeast: 1 },
  codeBlock: { children: ['text'] },
  rule: {},
  panel: {
    children: [
      'paragraph',
      'heading',
      ...list,
      'blockCard',
      'mediaGroup',
      'mediaSingle',
      'codeBlock',
      'taskList',
      'rule',
      'decisionList',
      'extension',
    ],
    atLeast: 1,
    attrs: ({ panelType }) =>
      ['info', 'note', 'tip', 'warning', 'error', 'success', 'custom'].includes(String(panelType)),
  },
  table: { children: ['tableRow'], atLeast: 1 },
  tableRow: { children: ['tableCell', 'tableHeader'] },
  tableCell: { children: inCell, atLeast: 1 },
  tableHeader: { children: inCell, atLeast: 1 },
  taskList: { children: ['taskItem', 'taskList', 'blockTaskItem'], atLeast: 1, attrs: ({ localId }) => text(localId) },
  taskItem: {
    children: inline,
    attrs: ({ localId, state }) => text(localId) && (state === 'TODO' || state === 'DONE'),
  },
  expand: { children: topLevel, atLeast: 1 },
  nestedExpand: { children: leafBlocks, atLeast: 1, attrs: isObject },
  mention: { attrs: ({ id }) => text(id) },
  emoji: { attrs: ({ shortName }) => text(shortName) },
  date: { attrs: ({ timestamp }) => text(timestamp) && timestamp !== '' },
  status: {
    attrs: (a) =>
      text(a.text) &&
      a.text !== '' &&
      ['neutral', 'purple', 'blue', 'red', 'yellow', 'green'].includes(String(a.color)),
  },
  inlineCard: { attrs: (a) => text(a.url) || isObject(a.data) },
  blockCard: { attrs: (a) => text(a.url) || isObject(a.data) },
  hardBreak: {},
};
