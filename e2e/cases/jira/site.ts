/** Many cases in one site and one rules file: each has a project of its own, and its routes know its events by their tags. */
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { JiraCase } from './file.ts';

const Rules = z.strictObject({
  defaults: z.looseObject({ project: z.literal('OPS') }),
  people: z.record(z.string(), z.string()).optional(),
  routes: z.array(z.looseObject({ name: z.string() })),
  storm: z.unknown().optional(),
  fallback: z.unknown().optional(),
});

/** Where its issues go unless its own routes name another project. */
export function projectKeyOf(one: JiraCase, all: readonly JiraCase[]): string {
  return `C${all.findIndex(({ id }) => id === one.id) + 100}`;
}

/** The projects that some cases name (OPS, DBA, NEW and those of JSM), and one for each case. */
export function projectsOf(cases: readonly JiraCase[], all: readonly JiraCase[]): object[] {
  const named = new Set(cases.flatMap(({ jira }) => jira.serviceDesks));
  return [
    ...['OPS', 'DBA', 'NEW'].map((key) => ({ key })),
    ...[...named].map((key) => ({ key, type: 'service_desk' })),
    ...cases.map((one) => ({ key: projectKeyOf(one, all), ...siteOf(one) })),
  ];
}

/** What a case says of its project. */
export function siteOf({ jira }: JiraCase): object {
  const { fields, workflow } = jira;
  const issueTypes = ['故障', 'Incident', 'Task', 'Bug', { name: 'Sub-task', subtask: true }];
  return { issueTypes, fields, ...(workflow === undefined ? {} : { workflow }) };
}

export function rulesOf(cases: readonly JiraCase[], all: readonly JiraCase[]): string {
  const read = cases.map((one) => ({ one, rules: Rules.parse(parse(one.rules)) }));
  const routes = read.flatMap(({ one, rules: { defaults, routes: own } }) =>
    own.map((route) => ({ ...defaults, project: projectKeyOf(one, all), ...route })),
  );
  const { storm, fallback } = Object.assign({}, ...read.map(({ rules }) => rules));
  const people = Object.assign({}, ...read.map(({ rules }) => rules.people ?? {}));
  return stringify({
    ...{ people, routes, unmatched: 'ignore' },
    ...(storm === undefined ? {} : { storm }),
    ...(fallback === undefined ? {} : { fallback }),
  });
}
