import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../log/logger.ts';
import { lookEveryMs, type Notifier, type NotifierOptions, startNotifier } from './notifier.ts';
import type { Condition, Seen } from './policy.ts';
import { ownStore, sharedStore } from './store.ts';

const MINUTE = 60_000;

describe('the notifier', () => {
  let time: number;
  let level: Partial<Record<Condition, number>>;
  let sent: string[];
  let refused: boolean;
  let warned: Record<string, unknown>[];
  const opened: Notifier[] = [];
  beforeEach(() => {
    time = Date.UTC(2026, 0, 1);
    [level, sent, warned, refused] = [{}, [], [], false];
  });
  afterEach(() => opened.splice(0).forEach((notifier) => void notifier.close()));

  const log: Log = {
    ...{ error: () => undefined, info: () => undefined, debug: () => undefined },
    warn: (message, fields) => void warned.push({ message, ...fields }),
  };
  const start = (change: Partial<NotifierOptions> = {}) => {
    const notifier = startNotifier({
      target: { kind: 'json', url: 'http://x', secret: undefined, language: 'en' },
      send: async (_kind, { body }) => {
        if (refused) throw new Error('no way');
        sent.push(String(Reflect.get(Object(body), 'title')));
      },
      store: ownStore(),
      observe: async () => Object.entries(level).map(([name, value]) => ({ condition: name, level: value }) as Seen),
      ...{ afterMs: 5 * MINUTE, from: 'test', log, now: () => time, ...change },
    });
    opened.push(notifier);
    return notifier;
  };
  const pass = async (notifier: Notifier, minutes: number) => {
    for (let passed = 0; passed < minutes * 2; passed += 1) {
      time += MINUTE / 2;
      await notifier.look();
    }
  };

  it('tells each condition by itself, and the end of it', async () => {
    const notifier = start();
    level = { jira_unavailable: 1, rules_invalid: 1 };
    await pass(notifier, 6);
    level = { jira_unavailable: 0, rules_invalid: 1 };
    await pass(notifier, 3);

    expect(sent).toEqual([
      '[guance-jira] PROBLEM: The rules file is invalid; the old rules stay in force',
      '[guance-jira] PROBLEM: Jira is unavailable',
      '[guance-jira] RESOLVED: Jira is back',
    ]);
  });

  it('tells the most needed later, and less and less often asks a chat that refuses', async () => {
    const notifier = start();
    level = { jira_login: 1, refusing: 1 };
    refused = true;
    await pass(notifier, 30);
    const tries = warned.map(({ message, ms }) => `${message} ${ms}`);
    refused = false;
    await pass(notifier, 10);

    // Half a minute is the distance between looks here.
    expect(tries.slice(0, 4)).toEqual([15, 30, 60, 120].map((s) => `notification not sent ${s * 1000}`));
    expect(tries.length).toBeLessThan(9);
    expect(sent).toHaveLength(2);
  });

  it('goes on after a look that failed', async () => {
    let fails = true;
    const notifier = start({
      observe: async () => {
        if (fails) throw new Error('Redis is away');
        return [{ condition: 'refusing', level: 1 }];
      },
    });
    await notifier.look();
    fails = false;
    await notifier.look();

    expect(warned).toMatchObject([{ message: 'notifier check failed', error: 'Redis is away' }]);
    expect(sent).toHaveLength(1);
  });

  it('does nothing while it is off, or while a look is under way', async () => {
    let looks = 0;
    let off = true;
    const { promise, resolve } = Promise.withResolvers<readonly Seen[]>();
    const notifier = start({
      isOff: () => off,
      observe: () => {
        looks += 1;
        return promise;
      },
    });
    await notifier.look();
    off = false;
    const first = notifier.look();
    await notifier.look();
    resolve([]);
    await first;

    expect(looks).toBe(1);
  });

  it('takes what a newer version remembers for untold, rather than stop', async () => {
    const records: Record<string, string> = { refusing: '{"v":9}', jira_login: 'nonsense' };
    const store = sharedStore({
      inTurn: async (work) => {
        await work();
        return true;
      },
      load: async () => records,
      save: async (name, text) => {
        if (text === null) delete records[name];
        else records[name] = text;
      },
    });
    level = { refusing: 1, jira_login: 0 };
    await start({ store }).look();

    expect(sent).toHaveLength(1);
    expect(JSON.parse(records.refusing ?? '')).toMatchObject({ told: 1, since: time, level: 1 });
  });

  it('looks often enough to be in time', () => {
    expect([lookEveryMs(1000), lookEveryMs(5000), lookEveryMs(3_600_000)]).toEqual([200, 1000, 10_000]);
  });
});
