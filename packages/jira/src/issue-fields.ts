/** How Jira writes what issues have in every answer. */
import { z } from 'zod';
import type { StatusCategory } from './tracker/records/issues.ts';

export function statusOf(status: z.infer<typeof Status>): { name: string; category: StatusCategory } {
  const category = Category.safeParse(status.statusCategory?.key);
  return { name: status.name ?? '', category: category.success ? category.data : 'undefined' };
}

/** Milliseconds. Jira writes `2023-08-26T15:29:00.000+0800`; Date.parse takes an offset with and without its colon. */
export function timeOf(text: string | null | undefined): number | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : ms;
}

const Category = z.enum(['new', 'indeterminate', 'done']);
export const Status = z.object({
  name: z.string().optional(),
  statusCategory: z.object({ key: z.string() }).optional(),
});
export const Named = z.object({ name: z.string() }).nullish();
