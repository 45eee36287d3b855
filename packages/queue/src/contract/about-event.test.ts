import { describe, expect, it } from 'vitest';
import { aboutEvent, readAbout } from './about-event.ts';

const about = (event: Record<string, unknown>, workspace = 'wksp_1') =>
  readAbout(`1700\n${aboutEvent(event, workspace)}`);

describe('what the list of events knows of one', () => {
  it('is its level, its workspace and its object', () => {
    const event = { df_status: ' Critical ', df_workspace_name: 'observer', df_dimension_tags: '{"host":"share"}' };

    expect(about(event)).toEqual({
      queuedAt: 1700,
      level: 'critical',
      workspace: 'wksp_1',
      workspaceName: 'observer',
      object: '{"host":"share"}',
    });
  });

  it('tells a recovery, whichever field says so', () => {
    expect(about({ df_status: 'ok' }).level).toBe('ok');
    expect(about({ df_status: 'critical', df_sub_status: 'manual_ok' }).level).toBe('ok');
  });

  it.each([
    ['lines within', { df_status: 'a\nb', df_workspace_name: 'x\ny\u2028z', df_dimension_tags: 'p\r\nq' }],
    ['numbers and lists', { df_status: 7, df_workspace_name: [1], df_dimension_tags: null }],
    [
      'texts without end',
      { df_status: 'x'.repeat(1e6), workspace_name: 'y'.repeat(1e6), df_dimension_tags: 'z'.repeat(1e6) },
    ],
    ['half an emoji', { df_workspace_name: '\ud83d', df_dimension_tags: { host: '\udc00' } }],
    ['nothing', {}],
  ])('has five short lines of an event with %s', (_name, event) => {
    const text = aboutEvent(event, '');

    expect(text.split('\n')).toHaveLength(4);
    expect(text.length).toBeLessThan(220);
    expect(text.isWellFormed()).toBe(true);
  });

  it('is empty for a job from before it was written', () => {
    expect(readAbout('')).toEqual({ queuedAt: null, level: '', workspace: '', workspaceName: '', object: '' });
  });
});
