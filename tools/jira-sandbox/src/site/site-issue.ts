import { z } from 'zod';

/** An issue that a person made before anything else came. */
export const SiteIssue = z.strictObject({
  project: z.string(),
  issueType: z.string(),
  summary: z.string(),
  by: z.string().default('lina').describe('login'),
  status: z.string().optional().describe('default: the first of the workflow'),
  resolution: z.string().optional(),
  choices: z.record(z.string(), z.string()).default({}).describe('fields with choices: id → what is chosen'),
});
export type SiteIssue = z.infer<typeof SiteIssue>;
