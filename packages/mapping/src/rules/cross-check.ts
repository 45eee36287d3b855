import { isRecord } from '../event-fields.ts';
import { fallbackRouteName } from './compile.ts';
import type { Finding } from './findings.ts';

/** What one key cannot show alone. Takes the file as it is, so that these problems are told with all the others. */
export function crossCheck(file: unknown): Finding[] {
  if (!isRecord(file)) return [];
  const defaults = isRecord(file.defaults) ? file.defaults : {};
  const routes: unknown[] = Array.isArray(file.routes) ? file.routes : [];
  return [
    ...routes.flatMap((route, index) => (isRecord(route) ? checkRoute(route, defaults, ['routes', index]) : [])),
    ...repeatedNames(routes),
    ...unreachable(routes),
    ...checkFallback(file, defaults),
  ];
}

function checkRoute(route: Record<string, unknown>, defaults: Record<string, unknown>, path: PropertyKey[]): Finding[] {
  const findings: Finding[] = [];
  if (route.name === fallbackRouteName) {
    findings.push({
      path: [...path, 'name'],
      message: `"${fallbackRouteName}" is the name of the fallback route`,
      hint: 'choose another name',
    });
  }
  if (route.ignore === true) return findings;
  if (route.reason !== undefined) {
    findings.push({ path: [...path, 'reason'], message: '"reason" is for routes with ignore: true', hint: null });
  }
  for (const key of ['project', 'issueType']) {
    if (route[key] === undefined && defaults[key] === undefined) {
      findings.push({ path, message: `"${key}" is missing`, hint: `set it here or under defaults` });
    }
  }
  if (route.group === undefined && defaults.group === undefined) {
    findings.push({
      path,
      message: '"group" must be stated',
      hint: 'group: fault (one issue for each fault) or group: event (one for each event), here or under defaults',
    });
  }
  return findings;
}

function repeatedNames(routes: readonly unknown[]): Finding[] {
  const names = routes.map((route) => (isRecord(route) ? route.name : undefined));
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [
          {
            path: ['routes', index, 'name'],
            message: `another route is named "${String(name)}" too`,
            hint: 'names must differ',
          },
        ]
      : [],
  );
}

/** A route without `match` takes everything, so the ones below it never get an event. */
function unreachable(routes: readonly unknown[]): Finding[] {
  const all = routes.findIndex((route) => isRecord(route) && (route.match === undefined || isEmpty(route.match)));
  return all === -1 || all === routes.length - 1
    ? []
    : [
        {
          path: ['routes', all],
          message: 'this route takes every event, so no route below it is ever used',
          hint: 'move it to the end, or give it a match',
        },
      ];
}

function checkFallback(file: Record<string, unknown>, defaults: Record<string, unknown>): Finding[] {
  const findings: Finding[] = [];
  const { fallback, unmatched } = file;
  if (unmatched === 'fallback' && fallback === undefined) {
    findings.push({
      path: ['unmatched'],
      message: 'there is no fallback',
      hint: 'add fallback: { project: …, issueType: … }',
    });
  }
  const used = isRecord(fallback) && unmatched !== 'ignore';
  if (used && fallback.group === undefined && defaults.group === undefined) {
    findings.push({
      path: ['fallback'],
      message: '"group" must be stated',
      hint: 'group: fault or group: event, here or under defaults',
    });
  }
  return findings;
}

function isEmpty(match: unknown): boolean {
  return isRecord(match) && Object.keys(match).length === 0;
}
