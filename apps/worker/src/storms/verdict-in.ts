import { ownerOf, readMember, type StormWindow, type Verdict } from '@guance-jira/ledger';
import { z } from 'zod';

/** What admit.lua and ask.lua have answered of a window. */
export function verdictIn(answer: string, known: StormWindow): Verdict {
  const { verdict, start = known.start, out = false, issue = '' } = Told.parse(JSON.parse(answer));
  if (verdict === 'own') return { verdict };
  const window = { ...ownerOf(known), start };
  return verdict === 'list'
    ? { verdict, window, out }
    : { verdict, window, issue: issue === '' ? null : readMember(Issue, issue) };
}

const Told = z.object({
  verdict: z.enum(['own', 'list', 'listed']),
  start: z.number().optional(),
  out: z.boolean().optional(),
  issue: z.string().optional(),
});
const Issue = z.object({ id: z.string(), key: z.string() });
