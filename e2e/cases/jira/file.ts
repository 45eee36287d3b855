import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { repoRoot } from '../../harness/index.ts';

const JiraCase = z.object({
  id: z.string(),
  title: z.string(),
  mustStayTrue: z.boolean().optional(),
  deployments: z.array(z.enum(['cloud', 'data-center'])),
  /** The site, in words that the sandbox takes as they are. */
  jira: z.strictObject({
    fields: z.record(z.string(), z.looseObject({ name: z.string(), type: z.string() })).default({}),
    workflow: z.looseObject({}).optional(),
    serviceDesks: z.array(z.string()).default([]),
  }),
  rules: z.string(),
  event: z.record(z.string(), z.unknown()).default({}),
  story: z.string().optional(),
  command: z.enum(['validate', 'start the worker']).optional(),
  /** For people; the runs know the cases by id. */
  wanted: z.string(),
});
export type JiraCase = z.infer<typeof JiraCase>;

const JiraFile = z.object({ cases: z.array(JiraCase) });

/** Cases of fields, workflows and readers; null on a user's machine. */
export function readJiraCases(): JiraCase[] | null {
  const path = `${repoRoot}/../shared/cases/jira.json`;
  return existsSync(path) ? JiraFile.parse(JSON.parse(readFileSync(path, 'utf8'))).cases : null;
}

export function isOn({ deployments }: JiraCase, dialect: 'cloud' | 'datacenter'): boolean {
  return deployments.includes(dialect === 'cloud' ? 'cloud' : 'data-center');
}
