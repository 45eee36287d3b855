/** Variables of templates that look like slips. An event may have any field, so none of them is refused. */
import { templateFields } from '../source/read-alert.ts';
import { sourcesIn } from '../template/sources-in.ts';
import { variablesIn } from '../template/variables-in.ts';
import { nearestOf } from './problems.ts';
import type { IssueRoute, Rules } from './rules.ts';

export type TemplateSlip = {
  readonly route: string;
  /** As it stands in the template: `tag.owner`. */
  readonly variable: string;
  readonly meant: string;
};

export function templateSlips({ routes, fallback }: Rules): TemplateSlip[] {
  const all = [...routes, ...(fallback === null ? [] : [fallback])];
  return all.flatMap((route) => (route.kind === 'issue' ? slipsOf(route) : []));
}

function slipsOf(route: IssueRoute): TemplateSlip[] {
  const found = new Map(
    sourcesIn(route)
      .flatMap(variablesIn)
      .map((segments) => [segments.join('.'), segments]),
  );
  return [...found].flatMap(([variable, segments]) => {
    const meant = meantBy(segments);
    return meant === null ? [] : [{ route: route.name, variable, meant }];
  });
}

/** Only the first part is looked at: which tags there are, nobody knows beforehand. */
function meantBy([root = '', ...rest]: readonly string[]): string | null {
  if (templateFields.includes(root)) return null;
  // Tags stand there by themselves, too, and their names are any words: only `tag.owner` is looked at beside Guance's own.
  if (!root.startsWith('df') && rest.length === 0) return null;
  const near = nearestOf(root, root.startsWith('df') ? templateFields : ['tags'], () =>
    root.startsWith('df') ? 2 : 1,
  );
  return near === null ? null : [near, ...rest].join('.');
}
