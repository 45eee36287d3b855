import { describe, expect, it } from 'vitest';
import { jobOptions } from './contract.ts';
import { priorityOf } from './priority.ts';

describe('the priority of an event', () => {
  it.each([
    ['fatal', undefined],
    ['critical', undefined],
    ['security_critical', undefined],
    ['error', 1],
    ['high', 1],
    ['warning', 2],
    ['nodata', 2],
    ['medium', 2],
    ['info', 3],
    ['low', 3],
    [' Critical ', undefined],
    ['WARNING', 2],
  ])('of the level %s is %s', (df_status, priority) => {
    expect(priorityOf({ df_status })).toBe(priority);
  });

  it.each([['ok'], ['nodata_ok'], ['nodata_as_ok'], ['manual_ok']])(
    'puts the recovery %s behind everything that may have opened its fault',
    (word) => {
      expect(priorityOf({ df_status: word })).toBe(3);
      expect(priorityOf({ df_status: 'critical', df_sub_status: word })).toBe(3);
    },
  );

  it.each([[{ df_status: 'constructor' }], [{ df_status: 5 }], [{ df_status: null }], [{}], [{ df_title: 'text' }]])(
    'does not let %j, whose level nobody knows, wait behind warnings',
    (event) => {
      expect(priorityOf(event)).toBe(1);
    },
  );

  it('stands in the options of the job, and is left out where it is none', () => {
    const options = (df_status: string) => jobOptions({ eventId: 'e', event: { df_status } });

    expect(options('warning')).toMatchObject({ jobId: 'ev_e', priority: 2 });
    expect(options('critical')).not.toHaveProperty('priority');
  });
});
