import type { Tracker } from './tracker/tracker.ts';

/** Whether the account is well apart from the request that Jira forbade. */
export async function worksElsewhere({ whoAmI }: Pick<Tracker, 'whoAmI'>): Promise<boolean> {
  try {
    await whoAmI();
    return true;
  } catch {
    return false;
  }
}
