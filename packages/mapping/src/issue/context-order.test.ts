import { describe, expect, it } from 'vitest';
import { parseRules, planFor, readAlert } from '../index.ts';

const RULES = (context: string) => `
defaults: { project: OPS, issueType: Task, group: fault }
routes: [{ name: all, context: ${context} }]`;
const planOf = (context: string, host: unknown = 'web-1') => {
  const event = readAlert(
    { df_title: 't', df_status: 'critical', timestamp: 1_700_000_000, df_dimension_tags: JSON.stringify({ host }) },
    { eventId: 'e', receivedAt: 0 },
  );
  const plan = planFor(event, parseRules(RULES(context), 'r.yaml'));
  if (plan.action !== 'open') throw new Error('it opens no issue');
  return plan.context;
};
const LOGS = `{ logs: { query: "L::re(\`.*\`):(\`message\`) { \`host\` = '{{ tags.host }}' }" } }`;

describe('what an issue is to be given', () => {
  it('is nothing without a word in the rules', () => {
    expect(planOf('false')).toBeUndefined();
  });

  it('has the query with what the alert says', () => {
    expect(planOf(LOGS)).toMatchObject({
      ...{ chart: null, at: 1_700_000_000_000, language: 'zh' },
      logs: { query: { query: "L::re(`.*`):(`message`) { `host` = 'web-1' }" }, lines: 20, withinMs: 900_000 },
    });
    expect(planOf('{ chart: true }')).toMatchObject({ chart: { query: null }, logs: null });
  });

  it.each(["x' OR `source` = 'secrets", 'x" OR 1', 'x`', 'x\\', 'x\ny'])(
    'asks for nothing where the alert says %j',
    (host) => {
      expect(planOf(LOGS, host)?.logs?.query).toEqual({ problem: expect.stringContaining('quote') });
    },
  );

  it('asks for nothing where a template fails or says nothing', () => {
    expect(planOf('{ chart: { query: "{% for i in (1..100000) %}a{% endfor %}" } }')?.chart?.query).toHaveProperty(
      'problem',
    );
    expect(planOf('{ chart: { query: "{{ tags.none }}" } }')?.chart?.query).toEqual({
      problem: expect.stringContaining('empty'),
    });
  });
});
