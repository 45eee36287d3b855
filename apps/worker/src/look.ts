/** Looks for issues by their markers; looks asked for at the same time share their requests to Jira. */
import type { Found, FoundIssue, OlderLabel, Tracker } from './tracker.ts';

export interface Seen {
  /** Issues of ours that carry the marker as a label. */
  marked: FoundIssue[];
  /** What our account created lately, for the property and the witness; null when the label was found, since it settles it. */
  recent: Found | null;
  /** `/myself` worked right after the searches. */
  alive: boolean;
}

export interface Lookout {
  /**
   * @param minutes how far back the issue can have been created
   * @param older what is found by it counts as found by the label
   * @throws JiraFailure
   */
  look(label: string, minutes: number, older?: OlderLabel): Promise<Seen>;
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

interface Ask {
  label: string;
  minutes: number;
  older: OlderLabel | undefined;
  resolve: (seen: Seen) => void;
  reject: (error: unknown) => void;
}

export function createLookout(tracker: Tracker): Lookout {
  const waiting: Ask[] = [];

  async function run(): Promise<void> {
    const batch = waiting.splice(0, MOST_LABELS);
    if (waiting.length > 0) setTimeout(run, GATHER_MS);
    try {
      const marked = await tracker.findMarked([
        ...new Set(batch.flatMap(({ label, older }) => (older ? [label, older.label] : [label]))),
      ]);
      const of = (ask: Ask) => marked.issues.map(asAsked(ask)).filter((issue) => issue.markers.includes(ask.label));
      const missing = batch.filter((ask) => of(ask).length === 0);
      const recent =
        missing.length > 0 ? await tracker.findRecent(Math.max(...missing.map(({ minutes }) => minutes))) : null;
      if (recent) await tracker.whoAmI();
      for (const ask of batch) {
        const found = of(ask);
        const others = recent && { ...recent, issues: recent.issues.map(asAsked(ask)) };
        ask.resolve({ marked: found, recent: found.length > 0 ? null : others, alive: true });
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    look: (label, minutes, older) =>
      new Promise((resolve, reject) => {
        waiting.push({ label, minutes, older, resolve, reject });
        if (waiting.length === 1) setTimeout(run, GATHER_MS);
      }),
  };
}

/** An issue of 0.1 that is ours is marked as if it had been made today. */
function asAsked({ label, older }: Ask): (issue: FoundIssue) => FoundIssue {
  return (issue) =>
    older && issue.markers.includes(older.label) && older.isOurs(issue)
      ? { ...issue, markers: [...issue.markers, label] }
      : issue;
}
