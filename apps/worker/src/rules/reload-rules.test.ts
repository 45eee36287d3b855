import { parseRulesFiles, type RulesText } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { createReloader, REMIND_MS } from './reload-rules.ts';

const good = (route: string): RulesText[] => [
  { name: 'r.yaml', text: `routes: [{ name: ${route}, project: P, issueType: T, group: event }]` },
];
const bad: RulesText[] = [{ name: 'r.yaml', text: 'routes: [{ name: a, project: P, issueType: T, group: each }]' }];
const one = [{ name: 'r.yaml', text: 'half' }];

function start() {
  let wall = 1_700_000_000_000;
  let now = 0;
  let content: readonly RulesText[] | Error = good('a');
  const logged: [level: string, message: string, fields: Record<string, unknown>][] = [];
  const log = (level: string) => (message: string, fields?: Record<string, unknown>) =>
    void logged.push([level, message, fields ?? {}]);
  const judged: string[] = [];
  const texts = good('a');
  const reloader = createReloader(
    { rules: parseRulesFiles(texts), texts },
    {
      read: async () => {
        if (content instanceof Error) throw content;
        return content;
      },
      log: { error: log('error'), warn: log('warn'), info: log('info'), debug: log('debug') },
      onJudged: (result) => judged.push(result),
      now: () => wall,
      clock: () => now,
    },
  );
  return {
    reloader,
    logged,
    judged,
    write: (next: readonly RulesText[] | Error) => {
      content = next;
    },
    wait: (ms: number) => {
      wall += ms;
      now += ms;
    },
    setClock: (ms: number) => {
      wall += ms;
    },
    looks: async (count: number) => {
      for (let index = 0; index < count; index += 1) await reloader.look(false);
    },
    route: () => reloader.current().routes[0]?.name,
    messages: () => logged.map(([level, message]) => `${level} ${message}`),
  };
}

describe('rules that change', () => {
  it('are left alone while nothing changes', async () => {
    const world = start();
    await world.looks(3);
    expect(world.logged).toEqual([]);
    expect(world.judged).toEqual([]);
  });

  it('are taken when two looks have seen the same', async () => {
    const world = start();
    world.write(good('b'));
    await world.looks(1);
    expect(world.route()).toBe('a');
    await world.looks(3);
    expect(world.route()).toBe('b');
    expect(world.logged).toEqual([['info', 'rules reloaded', { files: ['r.yaml'], routes: ['b'], asked: false }]]);
    expect(world.judged).toEqual(['reloaded']);
  });

  it('are never taken half written', async () => {
    const world = start();
    for (const step of [one, good('x'), [], good('y'), new Error('gone'), good('b')]) {
      world.write(step);
      await world.looks(1);
    }
    expect(world.route()).toBe('a');
    await world.looks(1);
    expect(world.route()).toBe('b');
    expect(world.judged).toEqual(['reloaded']);
  });

  it('are taken at once, and told even unchanged, when somebody asks', async () => {
    const world = start();
    await world.reloader.look(true);
    world.write(good('b'));
    await world.reloader.look(true);
    await world.looks(3);
    expect(world.route()).toBe('b');
    expect(world.messages()).toEqual(['info rules reloaded', 'info rules reloaded']);
    expect(world.logged[1]?.[2]).toMatchObject({ asked: true, routes: ['b'] });
  });

  it('are a new object, so that an event under way keeps its own', async () => {
    const world = start();
    const before = world.reloader.current();
    world.write(good('b'));
    await world.looks(2);
    expect(before.routes.map(({ name }) => name)).toEqual(['a']);
    expect(Object.isFrozen(before) && Object.isFrozen(before.routes)).toBe(true);
  });
});

describe('bad rules', () => {
  it.each([
    ['mistakes', bad, 'r.yaml:1:47: routes[0].group: expected one of event, fault (such as group: fault)'],
    ['a file that is gone', new Error('no such file'), 'Error: no such file'],
  ])('with %s are refused once, with every problem, and the old ones stay', async (_name, content, problem) => {
    const world = start();
    world.write(content);
    await world.looks(5);
    expect(world.route()).toBe('a');
    expect(world.logged).toEqual([
      ['error', 'rules refused', expect.objectContaining({ problems: [problem], since: '2023-11-14T22:13:20.000Z' })],
    ]);
    expect(world.judged).toEqual(['refused']);
  });

  it('are told again once in a while, until good ones come', async () => {
    const world = start();
    world.write(bad);
    await world.looks(2);
    world.wait(REMIND_MS - 1);
    await world.looks(2);
    expect(world.messages()).toEqual(['error rules refused']);
    world.wait(1);
    await world.looks(2);
    expect(world.messages()).toEqual(['error rules refused', 'error rules refused']);
    world.write(good('b'));
    await world.looks(2);
    world.wait(REMIND_MS);
    await world.looks(2);
    expect(world.messages()).toEqual(['error rules refused', 'error rules refused', 'info rules reloaded']);
    expect(world.judged).toEqual(['refused', 'reloaded']);
  });

  it('are told again in time although the clock was set back by hours meanwhile', async () => {
    const world = start();
    world.write(bad);
    await world.looks(2);
    world.setClock(-3 * 3_600_000);
    world.wait(REMIND_MS);
    await world.looks(2);

    expect(world.messages()).toEqual(['error rules refused', 'error rules refused']);
  });

  it('that are put back to what is in force are no longer told', async () => {
    const world = start();
    world.write(bad);
    await world.looks(2);
    world.write(good('a'));
    await world.looks(2);
    world.wait(REMIND_MS);
    await world.looks(2);
    expect(world.messages()).toEqual(['error rules refused', 'info rules reloaded']);
  });

  it('are refused again when somebody asks, and keep the time since when', async () => {
    const world = start();
    world.write(bad);
    await world.looks(2);
    world.wait(1000);
    await world.reloader.look(true);
    expect(world.messages()).toEqual(['error rules refused', 'error rules refused']);
    expect(world.logged[1]?.[2]).toMatchObject({ since: '2023-11-14T22:13:20.000Z' });
  });
});
