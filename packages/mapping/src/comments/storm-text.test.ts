import { describe, expect, it } from 'vitest';
import {
  type ListedFault,
  listedFaultOf,
  parseRules,
  planFor,
  readAlert,
  stormDraft,
  stormList,
  stormOver,
  writeAdf,
  writeWiki,
} from '../index.ts';

const look = { language: 'zh', timezone: 'Asia/Shanghai', route: 'database' } as const;
const since = Date.parse('2023-08-26T15:00:00+08:00');
const storm = { limit: 30, windowMs: 600_000, keep: ['fatal', 'critical'], keepLimit: 20 } as const;
const rules = parseRules('routes: [{ name: database, group: fault, project: DBA, issueType: Bug }]', 'r');
const raw = { df_event_id: 'e', df_status: 'error', df_title: 'disk\nfull', df_dimension_tags: '{"host":"a"}' };
const event = readAlert(raw, { eventId: 'e', receivedAt: since });

describe('the issue of a storm', () => {
  it('goes where its faults would have gone, and says why it is there', () => {
    const plan = planFor(event, rules);
    if (plan.action !== 'open') throw new Error('must open');

    const draft = stormDraft(plan.draft, storm, since, look);

    expect(draft).toMatchObject({ project: 'DBA', issueType: 'Bug', route: 'database' });
    expect(draft.summary).toBe('告警风暴：路由 database 在 10 分内超过 30 个新问题');
    expect(writeWiki(draft.description)).toContain('2023\\-08\\-26 15:00:00');
    expect(writeWiki(draft.description)).toContain('致命、紧急等级的故障仍单独创建，最多 20 个。');
    expect(writeWiki(stormDraft(plan.draft, { ...storm, keep: [] }, since, look).description)).not.toContain('仍单独');
    expect(stormDraft(plan.draft, storm, since, { ...look, language: 'en' }).summary).toBe(
      'Alert storm: route database has more than 30 new issues in 10 min',
    );
  });

  it('lists faults in one line each', () => {
    const text = writeWiki(stormList([listedFaultOf(event, since + 1000)], 7, look, since));

    expect(text).toContain('新增 1 个故障，共 7 个：');
    expect(text).toContain('* 15:00:01 · 重要 · disk full · host = a');
  });

  it('has room for a hundred faults in a comment, whatever they are called', () => {
    const long = listedFaultOf(
      readAlert(
        { ...raw, df_title: '"\\{|'.repeat(500), df_dimension_tags: JSON.stringify({ host: '"\\{|'.repeat(500) }) },
        { eventId: 'e', receivedAt: 0 },
      ),
      since,
    );
    const faults: ListedFault[] = Array.from({ length: 100 }, () => long);

    expect(JSON.stringify(writeAdf(stormList(faults, 100, look, 0))).split('2023')).toHaveLength(101);
    expect(writeWiki(stormList(faults, 100, look, 0)).split('2023')).toHaveLength(101);
  });

  it('tells that all is over', () => {
    expect(writeWiki(stormOver(3, '', look))).toBe('所列的 3 个故障均已恢复。');
    expect(writeWiki(stormOver(3, 'Status: a → b.', { language: 'en' }))).toContain('recovered. Status');
  });
});
