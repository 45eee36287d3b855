import { expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigInvalid, loadEnv } from './env.ts';
import { misspeltSettings } from './misspelt.ts';

const KNOWN = ['JIRA_PROJECT', 'JIRA_URL', 'JIRA_USER', 'REDIS_URL', 'RULES_FILE'];

it.each<[Record<string, string>, [string, string][]]>([
  [{ JIRA_PROJEKT: 'OPS' }, [['JIRA_PROJEKT', 'JIRA_PROJECT']]],
  [{ JIRA_PROJEKT_FILE: '/a' }, [['JIRA_PROJEKT', 'JIRA_PROJECT']]],
  [
    { REDIS_UR: 'x', JIRA_URI: 'x' },
    [
      ['REDIS_UR', 'REDIS_URL'],
      ['JIRA_URI', 'JIRA_URL'],
    ],
  ],
  [{ JIRA_PROJEKT: '' }, []],
  [{ JIRA_PROJECT: 'OPS', RULES_FILE: 'r', JIRA_URL_FILE: 'u' }, []],
  [{ REDIS_MAXMEMORY: '1gb', HOME: '/root', JIRA_CONTRACT_URL: 'x', GIRA_URL: 'x' }, []],
])('of %j names %j', (env, found) => {
  expect(misspeltSettings(env, KNOWN).map(({ name, meant }) => [name, meant])).toEqual(found);
});

it('stands among the faults of a configuration', () => {
  const load = () => loadEnv(z.object({ JIRA_PROJECT: z.string() }), { JIRA_PROJEKT: 'OPS' }, () => '');

  expect(load).toThrow(ConfigInvalid);
  expect(load).toThrow(/JIRA_PROJECT: is required\n.*JIRA_PROJEKT: is read by nobody; did you mean JIRA_PROJECT\?/);
});
