import { describe, expect, it } from 'vitest';
import { completionsAt } from './complete.ts';

/** At the mark. */
const at = (text: string) => completionsAt(text.replace('|', ''), text.indexOf('|'));
const labels = (text: string) => at(text)?.options.map(({ label }) => label) ?? [];

describe('what could stand at a place of the rules', () => {
  it.each([
    ['', 'the top', '|', ['defaults', 'routes', 'fallback', 'people', 'storm']],
    ['', 'a key of the defaults', 'defaults:\n  pro|', ['project', 'issueType', 'group']],
    ['', 'the first key of a route', 'routes:\n  - na|', ['name', 'match', 'project', 'ignore']],
    ['', 'a later key of a route', 'routes:\n  - name: a\n    gr|', ['group', 'recover']],
    ['', 'a route whose list is as deep as its key', 'routes:\n- name: a\n  gr|', ['group', 'match']],
    [
      '',
      'a key under a route',
      'routes:\n  - name: a\n    recover:\n      tr|',
      ['transition', 'resolution', 'comment'],
    ],
    ['', 'after a comment and an empty line', 'storm:\n  # how many\n\n  li|', ['limit', 'window', 'keep']],
    ['', 'a route in braces', 'routes:\n  - { name: a, gr|', ['group', 'project']],
    ['', 'a map in braces in a route', 'routes:\n  - { name: a, recover: { tr|', ['transition']],
    ['', 'behind a map in braces', 'routes:\n  - { name: a, recover: { }, gr|', ['group']],
  ])('%s%s', (_, _name, text, expected) => {
    expect(labels(text)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    ['of a group', 'defaults:\n  group: |', ['event', 'fault']],
    ['that has begun', 'defaults:\n  group: fa|', ['event', 'fault']],
    ['in braces', 'routes:\n  - { name: a, group: |', ['event', 'fault']],
    ['of what is true or false', 'routes:\n  - name: a\n    ignore: |', ['true', 'false']],
    ['of a language', 'defaults:\n  language: |', ['zh', 'en']],
  ])('a value %s', (_name, text, expected) => {
    expect(labels(text)).toEqual(expect.arrayContaining(expected));
  });

  it('replaces the word that has begun, and tells what a key is for', () => {
    const found = at('defaults:\n  grou|');
    expect(found?.from).toBe('defaults:\n  '.length);
    expect(found?.options.find(({ label }) => label === 'group')?.info).toEqual(expect.any(String));
  });

  it.each([
    '# gro|',
    'people:\n  anna: |',
    'defaults:\n  project: O|',
    'routes:\n  - name: a\n    match: { df_title: |',
  ])('knows nothing for %j', (text) => {
    expect(labels(text)).toEqual([]);
  });
});
