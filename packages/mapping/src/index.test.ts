import { expect, it } from 'vitest';
import * as mapping from './index.ts';

it('exports what others build on, and nothing by accident', () => {
  expect(Object.keys(mapping).sort()).toEqual([
    'AlertEvent',
    'EventUnreadable',
    'RulesFile',
    'RulesInvalid',
    'defaultRouteName',
    'draftFor',
    'fallbackRouteName',
    'faultKey',
    'inBasicPlane',
    'isNotice',
    'languageOf',
    'levelRank',
    'levels',
    'moreLinkOf',
    'noteFor',
    'objectKey',
    'parseMarkdown',
    'parseRules',
    'parseRulesFiles',
    'planFor',
    'problemText',
    'readEvent',
    'resolveLinks',
    'routeFor',
    'routeNamed',
    'rulesFromSettings',
    'twinComment',
    'withNotes',
    'writeAdf',
    'writeWiki',
  ]);
});
