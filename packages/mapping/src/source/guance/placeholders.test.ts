import { describe, expect, it } from 'vitest';
import { fillPlaceholders } from './placeholders.ts';

const tags = { host: 'web-01', 'host-name': 'ecs-7', used: '97.3333', list: '["a","b"]' };

describe('fillPlaceholders', () => {
  it.each([
    ['no placeholder', 'no placeholder'],
    ['{{ host }} and {{host}} and {{- host -}}', 'web-01 and web-01 and web-01'],
    ['{{ df_event[\'host-name\'] }} {{ df_event["host-name"] }} {{ df_event.host }}', 'ecs-7 ecs-7 web-01'],
    ['{{ df_dimension_tags.host }} {{ tags["host-name"] }}', 'web-01 ecs-7'],
    ['{{ used | to_fixed(2) }} {{ used|to_round(1) }} {{ used | to_fixed }}', '97.33 97.3 97'],
    ['{{ host | to_fixed(2) }} {{ host | to_status_human | upper }}', 'web-01 web-01'],
    ['{{ list }}', '["a","b"]'],
    ['{{ nothing }} {{ nothing | to_fixed(2) }}', '{{ nothing }} {{ nothing | to_fixed(2) }}'],
    ['{{ constructor }} {{__proto__}} {{}} {{ {{ host }} }}', '{{ constructor }} {{__proto__}} {{}} {{ web-01 }}'],
  ])('makes of %j %j', (template, text) => {
    expect(fillPlaceholders(template, tags)).toBe(text);
  });

  it('takes the first source that knows the name, and fills in no placeholder that a value brings', () => {
    expect(fillPlaceholders('{{ a }} {{ b }}', { a: '{{ b }}' }, { a: 'second', b: 'B' })).toBe('{{ b }} B');
  });

  it('fills what is long only so far, and leaves the rest as it is', () => {
    const filled = fillPlaceholders('{{ host }}'.repeat(10_000), { host: 'x'.repeat(10_000) });

    expect(filled.length).toBeLessThan((2_000 / 10) * 500 + 100_000);
    expect(filled).toMatch(/\{\{ host \}\}$/);
  });
});
