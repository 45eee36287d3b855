import { parseRules } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { wordsIn } from '../words/words-in.ts';
import { emptyWishes, missingKeys } from './check-keys.ts';

const words = wordsIn('en');
const rules = (keys: string) =>
  parseRules(`routes: [{ name: web, project: OPS, issueType: Task, group: fault, ${keys} }]`, 'r.yaml');
const KEYS = { GUANCE_API_KEYS: new Map([['w', 'key']]), GUANCE_CLIENT_TOKENS: undefined };
const NONE = { GUANCE_API_KEYS: undefined, GUANCE_CLIENT_TOKENS: undefined };

describe('what the rules want of Guance', () => {
  it.each([
    ['back: { done: restore }', 'back:'],
    ['catchUp: true', 'catchUp: true'],
    ['context: { chart: true }', 'context:'],
    ['context: { logs: { query: "L::x" } }', 'context:'],
  ])('%s is told where no key is set', (keys, rule) => {
    expect(missingKeys(rules(keys), NONE, words)).toEqual([
      expect.stringMatching(`^web: ${rule} needs GUANCE_API_URL`),
    ]);
  });

  it('is not told where it is not wanted, or there is a key', () => {
    expect(missingKeys(rules('catchUp: false'), NONE, words)).toEqual([]);
    expect(missingKeys(rules('back: { done: restore }, catchUp: true'), KEYS, words)).toEqual([]);
  });

  it('tells of a chart that there is no client token', () => {
    const tokens = { ...KEYS, GUANCE_CLIENT_TOKENS: new Map([['w', 'token']]) };

    expect(missingKeys(rules('context: { chart: true }'), KEYS, words)).toEqual([
      expect.stringContaining('GUANCE_CLIENT_TOKENS'),
    ]);
    expect(missingKeys(rules('context: { chart: true }'), tokens, words)).toEqual([]);
  });

  it.each(['back: {}', 'context: {}', 'context: { chart: false }'])('%s is said to do nothing', (keys) => {
    expect(emptyWishes(rules(keys), words)).toEqual([expect.stringContaining('asks for nothing')]);
    expect(emptyWishes(rules('back: false, context: false'), words)).toEqual([]);
  });
});
