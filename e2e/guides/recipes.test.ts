import { parseRules, parseRulesFiles, planFor, type Rules, readAlert } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { sampleEvent } from '../harness/index.ts';
import { fileOf, readGuide } from './documents.ts';

const guide = readGuide('docs/guide/routing.md');
const recipes = guide.blocks.filter(({ language }) => language === 'yaml');
const alone = recipes.filter((recipe) => fileOf(recipe) === undefined);
const folder = parseRulesFiles(
  recipes.flatMap((recipe) => {
    const name = fileOf(recipe);
    return name === undefined ? [] : [{ name, text: recipe.code }];
  }),
);

describe('routing recipes', () => {
  it.each(alone.map((recipe) => [recipe.heading, recipe] as const))('%s: is read', (heading, recipe) => {
    expect(parseRules(recipe.code, heading).routes.length).toBeGreaterThan(0);
  });

  it('the folder of several files is read as one', () => {
    expect(folder.routes.map(({ name }) => name)).toEqual(['mysql', 'web']);
    expect(folder.fallback).toMatchObject({ project: 'OPS' });
  });

  it.each(EXPECTED())('%s: %j goes to %s', (heading, fields, route, more) => {
    const plan = planOf(rulesUnder(heading), fields);
    expect(plan.route).toBe(route);
    expect(plan).toMatchObject(more);
  });
});

/** What the words around a recipe say it does. */
function EXPECTED(): [string, Record<string, unknown>, string | null, object][] {
  const tags = (one: object) => ({ df_dimension_tags: JSON.stringify(one) });
  const to = (project: string) => ({ action: 'open', draft: { project } });
  const person = (id: string) => ({ draft: { assignee: { kind: 'person', id } } });
  const ignored = { action: 'ignore', reason: 'route_ignores' };
  return [
    ['One team each', { df_workspace_name: 'payment-prod' }, 'payment', to('PAY')],
    ['One team each', tags({ service: 'mongodb' }), 'database', to('DBA')],
    ['One team each', { df_monitor_checker_name: '机房 {{idc}} 丢包' }, 'network', to('NET')],
    ['One team each', { df_label: '["mobile","ios"]' }, 'mobile', to('APP')],
    ['One team each', {}, 'fallback', to('OPS')],
    ['The event names the project', tags({ jira_project: 'dba' }), 'teams', to('DBA')],
    ['The event names the project', tags({ jira_project: 'SECRET' }), 'teams', to('OPS')],
    ['Whoever is on duty', tags({ service: 'mysql' }), 'database', person('pacher')],
    ['Whoever is on duty', tags({ owner: 'network-duty' }), 'owned', person('lina@example.com')],
    ['Whoever is on duty', {}, 'nobody yet', { draft: { assignee: { kind: 'unassigned' } } }],
    ['Ignore test systems, keep their worst', { df_workspace_name: 'web-test' }, 'test systems', ignored],
    [
      'Ignore test systems, keep their worst',
      { df_workspace_name: 'web-test', df_status: 'fatal' },
      'everything else',
      to('OPS'),
    ],
    ['Ignore test systems, keep their worst', tags({ env: 'load-3' }), 'load tests', ignored],
    ['One issue for a fault, or one for each event', { df_source: 'audit' }, 'audit', to('OPS')],
    ['Close it when it recovers', tags({ service: 'legacy' }), 'never touched', to('OPS')],
    ['Priorities', tags({ service: 'pay' }), 'payment', { draft: { priority: 'P0' } }],
    ['Priorities', { df_status: 'error', df_sub_status: 'error' }, 'everything else', { draft: { priority: 'P2' } }],
    [
      'Security monitoring',
      { df_source: 'security', df_status: 'high' },
      'security',
      { draft: { project: 'SEC', priority: 'High' } },
    ],
    ['Security monitoring', { df_source: 'security', df_status: 'low' }, 'the rest of security', ignored],
    [
      'Custom fields',
      tags({ host: 'db-1' }),
      'everything',
      {
        draft: {
          summary: '[observer] 实例名称为 share 磁盘使用率过高',
          fields: { customfield_10010: '100', customfield_10030: [{ value: 'prod' }], customfield_10040: 3 },
        },
      },
    ],
    ['Comments on repeats, and English', {}, 'everything', { draft: { language: 'en' } }],
  ];
}

function rulesUnder(heading: string): Rules {
  const recipe = alone.find((one) => one.heading === heading);
  if (recipe === undefined) throw new Error(`no recipe under ${heading}`);
  return parseRules(recipe.code, heading);
}

function planOf(rules: Rules, fields: Record<string, unknown>) {
  const event = sampleEvent(fields);
  return planFor(readAlert(event, { eventId: event.df_event_id, receivedAt: Date.now() }), rules);
}
