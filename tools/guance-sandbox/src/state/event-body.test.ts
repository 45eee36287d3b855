import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SandboxOptions } from '../options.ts';
import type { Json, Watched } from './model.ts';
import { GuanceState } from './state.ts';

const SAMPLE: Record<string, Json> = JSON.parse(
  readFileSync(new URL('../../../../samples/guance/01-monitor-critical.json', import.meta.url), 'utf8'),
);

function stateWith(now = () => 1_796_000_000_000): { state: GuanceState; web01: Watched } {
  const state = new GuanceState(SandboxOptions.parse({}), { now });
  const web01 = state.watched.get('cpu-web-01');
  if (web01 === undefined) throw new Error('no such object');
  return { state, web01 };
}

describe('an event of the sandbox', () => {
  it('has every field of the one that Guance publishes, of the same type', () => {
    const { state, web01 } = stateWith();
    const { body } = state.fire(web01, 'critical');
    const kinds = (event: Record<string, Json>) =>
      Object.fromEntries(
        Object.keys(SAMPLE).map((name) => [name, Array.isArray(event[name]) ? 'list' : typeof event[name]]),
      );
    expect(kinds(body)).toEqual(kinds(SAMPLE));
  });

  it('is new each time, of one object always, and of one fault until it recovers', () => {
    const { state, web01 } = stateWith();
    const first = [state.fire(web01, 'warning'), state.fire(web01, 'critical'), state.recover(web01)];
    const again = state.fire(web01, 'error');
    const all = [...first, again].map((event) => event?.body ?? {});
    expect(new Set(all.map((body) => body.df_event_id)).size).toBe(4);
    expect(new Set(all.map((body) => body.df_monitor_checker_event_ref)).size).toBe(1);
    expect(all.map((body) => body.df_fault_id)).toEqual([...Array(3).fill(all[0]?.df_event_id), again.id]);
    expect(all.map((body) => body.df_status)).toEqual(['warning', 'critical', 'ok', 'error']);
  });

  it('of another object of the same monitor has another ref', () => {
    const { state } = stateWith();
    expect(new Set([...state.watched.values()].map(({ ref }) => ref)).size).toBe(state.watched.size);
  });

  it('counts how long the fault has lasted', () => {
    let at = 1_796_000_000_000;
    const { state, web01 } = stateWith(() => at);
    state.fire(web01, 'error');
    at += 600_000;
    expect(state.recover(web01)?.body).toMatchObject({
      df_fault_start_time: 1_796_000_000,
      df_fault_duration: 600,
      df_fault_status: 'ok',
      df_sub_status: 'ok',
    });
  });

  it('without data has no value, and a recovery of what was well is none', () => {
    const { state, web01 } = stateWith();
    expect(state.recover(web01)).toBeNull();
    const { body } = state.fire(web01, 'nodata');
    expect(body).toMatchObject({ df_status: 'nodata', df_monitor_checker_sub: 'nodata' });
    expect(body).not.toHaveProperty('Result');
  });

  it('stays on the way where the alert policy holds a repeat back', () => {
    const { state, web01 } = stateWith();
    const sent: string[] = [];
    state.onEvent = ({ id }) => sent.push(id);
    const first = state.fire(web01, 'error');
    state.fire(web01, 'error', false);
    expect(sent).toEqual([first.id]);
    expect(state.events).toHaveLength(2);
  });
});

describe('an object that is added', () => {
  it('has an address of its own whatever its tags are, and is there once', () => {
    const { state } = stateWith();
    const ids = ['主机一', '主机二', '主机一'].map((host) => state.addWatched('cpu', { host }).id);
    expect(new Set(ids).size).toBe(2);
    expect(() => state.addWatched('gpu', {})).toThrow('no monitor gpu; there are cpu, disk, log');
  });
});
