import { describe, expect, it } from 'vitest';
import { type AlertEvent, issueRouteNamed, parseRules, planFor, readAlert } from '../index.ts';
import { routeOfRound, storedRoute } from './fault-routes.ts';

const rules = parseRules(
  `
defaults: { project: OPS, issueType: 故障, group: fault, recover: { transition: Done }, comments: { throttle: 1h } }
routes:
  - { name: maintenance, match: { df_monitor_checker_id: maintenance }, ignore: true }
  - { name: databases, match: { df_monitor_checker_id: mysql } }
  - { name: disks, match: { df_monitor_checker_id: disk, df_status: [critical, error] } }
unmatched: ignore
fallback: { project: ALL, issueType: Task }
`,
  'rules.yaml',
);
const noFallback = parseRules(
  `
routes:
  - { name: maintenance, match: { df_monitor_checker_id: maintenance }, ignore: true }
  - { name: rest, project: OPS, issueType: 故障, group: fault, recover: { transition: Done }, match: { df_status: fatal } }
`,
  'rules.yaml',
);
const only = parseRules('routes: [{ name: nothing, ignore: true }]', 'rules.yaml');

const of = (monitor: string, status: string): AlertEvent =>
  readAlert(
    { df_event_id: 'event-1', df_monitor_checker_id: monitor, df_status: status, df_title: '磁盘使用率过高' },
    { eventId: 'event-1', receivedAt: 0 },
  );
const stored = (name: string, of: AlertEvent, by = rules) => storedRoute(name, planFor(of, by), by);

describe('the route of a known fault', () => {
  it('is the one that opened it, whatever matches now', () => {
    expect(stored('disks', of('mysql', 'critical'))?.name).toBe('disks');
    expect(stored('disks', of('disk', 'info'))?.name).toBe('disks');
    expect(stored('disks', of('maintenance', 'ok'))?.name).toBe('disks');
    expect(stored('fallback', of('disk', 'critical'))?.project).toBe('ALL');
  });

  it('is the one that matches, where the rules have it no longer', () => {
    expect(stored('old name', of('mysql', 'critical'))?.name).toBe('databases');
  });

  it('is also for a recovery the one that matches, so that a renamed route still resolves', () => {
    const route = stored('old name', of('mysql', 'ok'));

    expect(route).toMatchObject({ name: 'databases', recover: { transitions: ['Done'] } });
  });

  it('only tells, and moves nothing, where none matches either', () => {
    const quiet = { name: 'old name', recover: null, commentThrottleMs: null, raisePriority: false };

    expect(stored('old name', of('disk', 'info'))).toMatchObject({ ...quiet, project: 'ALL' });
    expect(stored('old name', of('disk', 'ok'))).toMatchObject(quiet);
    expect(stored('old name', of('maintenance', 'ok'))).toMatchObject(quiet);
    expect(stored('old name', of('disk', 'info'), noFallback)).toMatchObject({ ...quiet, project: 'OPS' });
  });

  it('is never one that ignores, though it has the name', () => {
    expect(stored('maintenance', of('mysql', 'critical'))?.name).toBe('databases');
  });

  it('is none where the rules have no route with issues at all', () => {
    expect(stored('disks', of('disk', 'critical'), only)).toBeNull();
  });
});

describe('the route of a new fault', () => {
  it.each([
    ['mysql', 'critical', 'databases'],
    ['disk', 'error', 'disks'],
    ['disk', 'info', null],
    ['maintenance', 'critical', null],
    ['mysql', 'ok', null],
  ])('%s %s: %s', (monitor, status, name) => {
    expect(routeOfRound(planFor(of(monitor, status), rules), rules)?.name ?? null).toBe(name);
  });
});

describe('a route by its name', () => {
  it.each([
    ['disks', 'disks'],
    ['fallback', 'fallback'],
    ['maintenance', null],
    ['nobody', null],
    ['', null],
    [null, null],
  ])('%j: %j', (name, found) => {
    expect(issueRouteNamed(name, rules)?.name ?? null).toBe(found);
  });
});
