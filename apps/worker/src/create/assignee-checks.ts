/** What is known of Jiras that leave out the assignee: asked once an hour for each route and person. */

/** `dropped`: left out by the create, but a request of its own assigns. `refused`: that does not either. `unknown`: not now. */
export type AssigneeVerdict = 'kept' | 'dropped' | 'refused' | 'unknown';

export interface AssigneeChecks {
  /** What is known of this key, else what `check` finds; those who ask meanwhile wait for it. */
  verdict(key: string, check: () => Promise<AssigneeVerdict>): Promise<{ verdict: AssigneeVerdict; fresh: boolean }>;
}

const REMEMBERED_MS = 3_600_000;

export function rememberAssignees(now: () => number = performance.now.bind(performance)): AssigneeChecks {
  const known = new Map<string, { verdict: Promise<AssigneeVerdict>; until: number }>();
  return {
    verdict: async (key, check) => {
      const seen = known.get(key);
      if (seen && seen.until > now()) return { verdict: await seen.verdict, fresh: false };
      const checked = check();
      known.set(key, { verdict: checked, until: now() + REMEMBERED_MS });
      const forget = () => void known.delete(key);
      const verdict = await checked.catch((error: unknown) => {
        forget();
        throw error;
      });
      if (verdict === 'unknown') forget();
      return { verdict, fresh: true };
    },
  };
}
