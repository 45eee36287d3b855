import { isRecord } from '../../event-fields.ts';
import { keyIn } from '../../fields/required.ts';
import { defaultsIn, isCommon } from '../common.ts';
import { fallbackRouteName } from '../compile.ts';
import { didYouMean, type RulesProblem } from '../problems.ts';
import type { ReadFile } from '../read-file.ts';
import { checkConflicts } from './check-conflicts.ts';
import { checkMatch } from './check-match.ts';
import type { Finding } from './findings.ts';
import { checkHidden } from './hidden-routes.ts';
import type { Part, RouteAt } from './parts.ts';

/** What one key cannot show alone. Takes the files as they are, so that these problems are told with all the others. */
export function crossCheck(files: readonly ReadFile[]): RulesProblem[] {
  const parts = files.map((file): Part => ({ file, content: isRecord(file.value) ? file.value : {} }));
  const routes = parts.flatMap((part) => routesOf(part, parts));
  return [
    ...checkSomeRoutes(parts),
    ...routes.flatMap(({ file, ...at }) => checkRoute(at).map(file.problem)),
    ...checkHidden(routes),
    ...checkConflicts(parts, routes),
    ...parts.flatMap((part) => checkFallback(part, parts).map(part.file.problem)),
  ];
}

function routesOf(part: Part, parts: readonly Part[]): RouteAt[] {
  const { file, content } = part;
  const defaults = rawDefaults(part, parts);
  const routes: unknown[] = Array.isArray(content.routes) ? content.routes : [];
  return routes.flatMap((route, index) =>
    isRecord(route) ? [{ file, path: ['routes', index], route, defaults }] : [],
  );
}

function rawDefaults({ content }: Part, parts: readonly Part[]): Record<string, unknown> {
  return Object.assign(
    {},
    ...defaultsIn(
      content,
      parts.map((part) => part.content),
    ).filter(isRecord),
  );
}

function checkSomeRoutes(parts: readonly Part[]): RulesProblem[] {
  const [first] = parts;
  if (first === undefined || !parts.every(({ content }) => isCommon(content)) || !isRecord(first.file.value)) return [];
  return [
    first.file.problem({
      path: [],
      message: parts.length === 1 ? '"routes" is missing' : 'no file has any "routes"',
      hint: 'such as routes: [{ name: all, project: OPS, issueType: Task, group: fault }]',
    }),
  ];
}

function checkRoute({ route, defaults, path }: Omit<RouteAt, 'file'>): Finding[] {
  const findings: Finding[] = checkMatch(route.match, [...path, 'match']);
  if (route.name === fallbackRouteName) {
    findings.push({
      path: [...path, 'name'],
      message: `"${fallbackRouteName}" is the name of the fallback route`,
      hint: 'choose another name',
    });
  }
  if (route.ignore === true) return findings;
  if (route.reason !== undefined) {
    findings.push({
      path: [...path, 'reason'],
      message: '"reason" is for routes that ignore',
      hint: 'add ignore: true, or remove the reason',
    });
  }
  for (const key of ['project', 'issueType']) {
    if (route[key] === undefined && defaults[key] === undefined) {
      const example = key === 'project' ? 'project: OPS' : 'issueType: Task';
      findings.push({
        path,
        message: `"${key}" is missing`,
        hint: `set it here or under defaults, such as ${example}`,
      });
    }
  }
  findings.push(...checkFollow(route, defaults, path), ...checkBack(route, defaults, path));
  if (route.group === undefined && defaults.group === undefined) {
    findings.push({
      path,
      message: '"group" must be stated',
      hint: 'group: fault (one issue for each fault) or group: event (one for each event), here or under defaults',
    });
  }
  findings.push(...checkRequired(route, defaults, path));
  return findings;
}

/** An issue could not have what the rules never give it. */
function checkRequired(route: RouteAt['route'], defaults: RouteAt['defaults'], path: RouteAt['path']): Finding[] {
  const names = route.required ?? defaults.required;
  const fields = route.fields ?? defaults.fields ?? {};
  if (!Array.isArray(names) || !isRecord(fields)) return [];
  const keys = Object.keys(fields);
  return names
    .filter((name) => typeof name === 'string' && keyIn(keys, name) === null)
    .map((name) => ({
      path: route.required === undefined ? path : [...path, 'required'],
      message: `"${name}" is required, and not among the fields of the route`,
      hint:
        keys.length === 0
          ? `add it, such as fields: { ${JSON.stringify(name)}: "…" }`
          : `write it as it stands under fields (${keys.join(', ')}), or add it there`,
    }));
}

function checkFollow(route: RouteAt['route'], defaults: RouteAt['defaults'], path: RouteAt['path']): Finding[] {
  if (!Array.isArray(route.follow)) return [];
  if ((route.group ?? defaults.group) === 'event')
    return [
      {
        path: [...path, 'follow'],
        message: '"follow" is for group: fault: an issue of one event has nothing to follow',
        hint: 'write group: fault, or remove it',
      },
    ];
  const fields = route.fields ?? defaults.fields;
  const known = isRecord(fields) ? Object.keys(fields) : [];
  return route.follow.flatMap((name: unknown, index): Finding[] => {
    if (typeof name !== 'string' || known.some((field) => field.toLowerCase() === name.trim().toLowerCase())) return [];
    const near = didYouMean(name, known) ?? 'write a value for it under fields, or remove it here';
    return [
      { path: [...path, 'follow', index], message: `"${name}" is not among the fields of the route`, hint: near },
    ];
  });
}

function checkBack(route: RouteAt['route'], defaults: RouteAt['defaults'], path: RouteAt['path']): Finding[] {
  if (!isRecord(route.back)) return [];
  if ((route.group ?? defaults.group) === 'event')
    return [
      {
        path: [...path, 'back'],
        message: '"back" is for group: fault: an issue of one event says nothing of the others of its fault',
        hint: 'write group: fault, or remove it',
      },
    ];
  const wontFix = route.wontFix ?? defaults.wontFix;
  if (route.back.wontFix === undefined || (Array.isArray(wontFix) && wontFix.length > 0)) return [];
  return [
    {
      path: [...path, 'back', 'wontFix'],
      message: 'wontFix names no resolution, so nothing would ever be muted',
      hint: 'add them to the route or to defaults, such as wontFix: ["Won\'t Fix"]',
    },
  ];
}

function checkFallback(part: Part, parts: readonly Part[]): Finding[] {
  const findings: Finding[] = [];
  const { fallback, unmatched } = part.content;
  if (unmatched === 'fallback' && parts.every(({ content }) => content.fallback === undefined)) {
    findings.push({
      path: ['unmatched'],
      message: 'there is no fallback',
      hint: 'add fallback: { project: OPS, issueType: Task }, or write unmatched: ignore',
    });
  }
  const used = isRecord(fallback) && !parts.some(({ content }) => content.unmatched === 'ignore');
  if (used && fallback.group === undefined && rawDefaults(part, parts).group === undefined) {
    findings.push({
      path: ['fallback'],
      message: '"group" must be stated',
      hint: 'group: fault or group: event, here or under defaults',
    });
  }
  return findings;
}
