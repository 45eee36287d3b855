import { describe, expect, it } from 'vitest';
import { audienceIn, parseRules } from '../index.ts';

const rules = (defaults: string, route: string, fallback = '') =>
  parseRules(
    `defaults: { project: OPS, issueType: Task, group: fault${defaults} }\nroutes: [{ name: r${route} }]\n${fallback}`,
    'rules.yaml',
  );
const EVERYBODY = { internal: false, visibility: null };
const AGENTS = { internal: true, visibility: null };
const role = (value: string) => ({ internal: false, visibility: { type: 'role', value } });

describe('who may read the comments', () => {
  it.each([
    ['everybody, without a word', '', '', EVERYBODY],
    ['whom the defaults say', ', comments: { internal: true }', '', AGENTS],
    ['whom the route says', '', ', comments: { visibility: { role: Dev } }', role('Dev')],
    [
      'whom the defaults say, where the route says only how often',
      ', comments: { internal: true }',
      ', comments: { throttle: 1h }',
      AGENTS,
    ],
    [
      'whom the defaults say, where the route has repeats counted silently',
      ', comments: { internal: true }',
      ', comments: false',
      AGENTS,
    ],
    [
      'everybody, where the route says so',
      ', comments: { internal: true }',
      ', comments: { internal: false }',
      EVERYBODY,
    ],
    [
      'everybody, where the route lifts the role',
      ', comments: { visibility: { role: Dev } }',
      ', comments: { visibility: false }',
      EVERYBODY,
    ],
    [
      'another role than in the defaults',
      ', comments: { visibility: { role: Dev } }',
      ', comments: { visibility: { role: Ops } }',
      role('Ops'),
    ],
  ])('%s', (_says, defaults, route, audience) => {
    expect(audienceIn(rules(defaults, route), 'r')).toEqual(audience);
  });

  it('holds for the fallback too', () => {
    const fallback = 'fallback: { project: OPS, issueType: Task }';

    expect(rules(', comments: { internal: true }', '', fallback).fallback?.audience).toEqual(AGENTS);
  });

  it('is narrow for a route that the rules have no longer, where any route is', () => {
    expect(audienceIn(rules('', ', comments: { internal: true }'), 'gone')).toEqual(AGENTS);
    expect(audienceIn(rules('', ''), 'gone')).toEqual(EVERYBODY);
  });
});
