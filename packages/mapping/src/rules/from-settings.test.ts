import { describe, expect, it } from 'vitest';
import { RulesInvalid, rulesFromSettings } from '../index.ts';

describe('rulesFromSettings', () => {
  it('makes one route that takes everything', () => {
    const rules = rulesFromSettings({ project: 'OPS', issueType: 'Task' });
    expect(rules.routes).toHaveLength(1);
    expect(rules.routes[0]).toMatchObject({
      name: 'default',
      group: 'event',
      timezone: 'Asia/Shanghai',
      priority: { critical: 'Highest', info: 'Low' },
      assignee: null,
    });
    expect(rules).toMatchObject({ unmatched: 'ignore', fallback: null, storm: null });
  });

  it('takes one priority for all levels where one is set', () => {
    expect(rulesFromSettings({ project: 'OPS', issueType: 'Task', priority: 'P1' }).routes[0]).toMatchObject({
      priority: 'P1',
    });
  });

  it('takes empty settings as not set', () => {
    expect(
      rulesFromSettings({ project: 'OPS', issueType: 'Task', assignee: '', timezone: undefined }).routes[0],
    ).toMatchObject({ assignee: null });
  });

  it('names every setting that is wrong', () => {
    const make = () => rulesFromSettings({ project: '', issueType: 'Task', timezone: 'Mars/Base', assignee: '{{ a' });
    expect(make).toThrow(RulesInvalid);
    expect(make).toThrow(/project(.|\n)*timezone|timezone(.|\n)*project/);
    expect(make).toThrow(/assignee/);
  });
});
