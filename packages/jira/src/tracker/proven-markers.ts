/**
 * Pure: which labels prove that an issue is ours. Anybody may write a label, an alert too as long as rules put its words there;
 * the property is written by us alone. So a label counts only as far as the property agrees, where there is one.
 */
import type { FoundIssue } from './records/issues.ts';
import type { FoundProperty } from './records/marker-property.ts';

/** How a hashed label of ours looks. Jira finds labels whatever their case. */
const HASHED = /^gj-[0-9a-f]{32}$/i;

/** @param property null or undefined: never set, taken away, or not read. Then nothing speaks against the labels. */
export function provenMarkers(labels: readonly string[], property: FoundProperty | null | undefined): string[] {
  if (!property) return [...labels];
  const own = [property.marker, ...(property.also ?? [])];
  return [...new Set([...labels.filter((label) => !HASHED.test(label) || isOwn(label, own, property)), ...own])];
}

function isOwn(label: string, own: readonly string[], property: FoundProperty): boolean {
  if (own.includes(label)) return true;
  // 0.1 gave the issue of a fault the label of its object, and did not write it into the property.
  return property.workspace === undefined && property.route !== undefined;
}

/**
 * The issues that carry the marker. A clone has the labels of its original and not its property, so while one is proven, those of
 * which nothing is known are none.
 */
export function carrying(label: string, issues: readonly FoundIssue[]): FoundIssue[] {
  const marked = issues.filter(({ markers }) => markers.includes(label));
  const proven = marked.filter(({ property }) => property);
  return proven.length > 0 ? proven : marked;
}

/** Whether anything tells that we, or a person who cloned it, made this from an alert. */
export function isMarked({ markers, property }: FoundIssue): boolean {
  return Boolean(property) || markers.some((label) => HASHED.test(label));
}
