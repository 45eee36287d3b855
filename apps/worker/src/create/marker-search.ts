/** Looks for issues by their markers; looks asked for at the same time share their requests to Jira. */

import type { Found, FoundIssue, OlderLabel, Tracker } from '@guance-jira/jira';
import { carrying, provenMarkers } from '@guance-jira/jira';

export interface Seen {
  /** Issues of ours that carry the marker as a label. */
  marked: FoundIssue[];
  /** What our account created lately, for the property and the watermark; null when the label was found, since it settles it. */
  recent: Found | null;
  /** `/myself` worked right after the searches. */
  alive: boolean;
}

export interface MarkerSearch {
  /**
   * @param minutes how far back the issue can have been created
   * @param older what is found by it counts as found by the label
   * @param whole read far back, where it must not be missed among very many others
   * @throws JiraFailure; whatever `slot` and `goesOn` throw
   */
  find(label: string, minutes: number, older?: OlderLabel, whole?: boolean): Promise<Seen>;
}

/** Looks wait this long for company. */
const GATHER_MS = 20;
const MAX_LABELS = 50;

interface Ask {
  label: string;
  minutes: number;
  older: OlderLabel | undefined;
  whole: boolean;
  resolve: (seen: Seen) => void;
  reject: (error: unknown) => void;
}

/** Pages of a hundred issues. */
const PAGES = { whole: 100, late: 10 };

/**
 * @param slot before each request after the first of a search
 * @param goesOn before each further step of a look, which together may take long: throws when a pause has begun
 */
export function createMarkerSearch(
  tracker: Tracker,
  slot: () => Promise<void> = async () => {},
  goesOn: () => Promise<void> = async () => {},
): MarkerSearch {
  const waiting: Ask[] = [];

  async function run(): Promise<void> {
    const batch = waiting.splice(0, MAX_LABELS);
    if (waiting.length > 0) setTimeout(run, GATHER_MS);
    try {
      const { issues, complete } = await tracker.findMarked([
        ...new Set(batch.flatMap(({ label, older }) => (older ? [label, older.label] : [label]))),
      ]);
      if (issues.some(({ property }) => property === undefined)) await goesOn();
      const marked = await withProperties(issues, tracker);
      const of = (ask: Ask) => carrying(ask.label, marked.map(asAsked(ask)));
      const missing = batch.filter((ask) => of(ask).length === 0);
      const pages = missing.some(({ whole }) => whole) ? PAGES.whole : PAGES.late;
      const minutes = Math.max(...missing.map((ask) => ask.minutes));
      let recent: Found | null = null;
      if (missing.length > 0) {
        await goesOn();
        const all = await tracker.findRecent(minutes, { pages, slot });
        recent = { ...all, complete: all.complete && complete };
        await goesOn();
        await tracker.whoAmI();
      }
      for (const ask of batch) {
        const found = of(ask);
        const others = recent && (await recentFor(ask, recent, tracker));
        ask.resolve({ marked: found, recent: found.length > 0 ? null : others, alive: true });
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    find: (label, minutes, older, whole = false) =>
      new Promise((resolve, reject) => {
        waiting.push({ label, minutes, older, whole, resolve, reject });
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

/** Searches of Data Center bring no properties. Few issues are found by a marker, so each may be read. */
async function withProperties(issues: readonly FoundIssue[], tracker: Tracker): Promise<FoundIssue[]> {
  return Promise.all(
    issues.map(async (issue) => {
      if (issue.property !== undefined) return issue;
      const property = (await tracker.read(issue))?.property;
      return property ? { ...issue, property, markers: provenMarkers(issue.markers, property) } : issue;
    }),
  );
}

/** What was made lately, with the label only where it proves something. */
async function recentFor(ask: Ask, recent: Found, tracker: Tracker): Promise<Found> {
  const labels = [ask.label, ...(ask.older ? [ask.older.label] : [])];
  const issues = await Promise.all(
    recent.issues.map(async (issue) => {
      const [read = issue] = labels.some((label) => issue.markers.includes(label))
        ? await withProperties([issue], tracker)
        : [];
      return asAsked(ask)(read);
    }),
  );
  const ours = carrying(ask.label, issues);
  const rest = (issue: FoundIssue) =>
    ours.includes(issue) ? issue : { ...issue, markers: issue.markers.filter((marker) => marker !== ask.label) };
  return { ...recent, issues: issues.map(rest) };
}
