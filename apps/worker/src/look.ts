/** Looks for issues by their markers; looks asked for at the same time share their requests to Jira. */
import type { Found, FoundIssue, Tracker } from './tracker.ts';

export interface Seen {
  /** Issues of ours that carry the marker as a label. */
  marked: FoundIssue[];
  /** What our account created lately, for the property and the witness; null when the label was found, since it settles it. */
  recent: Found | null;
  /** `/myself` worked right after the searches. */
  alive: boolean;
}

export interface Lookout {
  /** @param minutes how far back the issue can have been created. @throws JiraFailure */
  look(label: string, minutes: number): Promise<Seen>;
}

/** Whether Jira holds any issue of ours. "None" needs proof: a refused log-in can get an empty search. @throws JiraFailure */
export async function anyIssue(tracker: Pick<Tracker, 'hasIssues' | 'whoAmI'>): Promise<boolean> {
  if (await tracker.hasIssues()) return true;
  await tracker.whoAmI();
  return false;
}

/** Looks wait this long for company. */
const GATHER_MS = 20;
const MOST_LABELS = 50;

export function createLookout(tracker: Tracker): Lookout {
  const waiting: { label: string; minutes: number; resolve: (seen: Seen) => void; reject: (error: unknown) => void }[] =
    [];

  async function run(): Promise<void> {
    const batch = waiting.splice(0, MOST_LABELS);
    if (waiting.length > 0) setTimeout(run, GATHER_MS);
    try {
      const marked = await tracker.findMarked([...new Set(batch.map(({ label }) => label))]);
      const of = (label: string) => marked.issues.filter((issue) => issue.markers.includes(label));
      const missing = batch.filter(({ label }) => of(label).length === 0);
      const recent =
        missing.length > 0 ? await tracker.findRecent(Math.max(...missing.map(({ minutes }) => minutes))) : null;
      if (recent) await tracker.whoAmI();
      for (const { label, resolve } of batch) {
        const found = of(label);
        resolve({ marked: found, recent: found.length > 0 ? null : recent, alive: true });
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    look: (label, minutes) =>
      new Promise((resolve, reject) => {
        waiting.push({ label, minutes, resolve, reject });
        if (waiting.length === 1) setTimeout(run, GATHER_MS);
      }),
  };
}
