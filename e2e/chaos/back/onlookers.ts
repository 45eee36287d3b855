/** People who look at Guance: they change their mind about an issue just while Guance is told of it, and they see every mute. */
import { setTimeout as pause } from 'node:timers/promises';
import type { GuanceSandbox } from '@guance-jira/guance-sandbox';
import type { EventLog } from '../check/event-log.ts';
import type { Random } from '../random.ts';
import type { People } from './people.ts';

type Mutes = ReturnType<GuanceSandbox['control']['state']>['mutes'];

export interface Onlookers {
  /** Every mute that ever stood, by its id. */
  readonly mutes: ReadonlyMap<string, Mutes[number]>;
  /** Resolves when the next request of these kinds has reached Guance, or after that time. */
  nextRequest(limitMs: number): Promise<void>;
  /** From now on they only look. */
  calm(): void;
  close(): Promise<void>;
}

/** A mute stands for longer: whoever lifts it waits for a turn of three seconds. */
const LOOK_EVERY_MS = 25;
/** So often at most one changes their mind about an issue, so that it has an end. */
const MAX_CHANGES = 2;
const KINDS = ['restore', 'mute-create'];

export function startOnlookers({ control }: GuanceSandbox, people: People, random: Random, log: EventLog): Onlookers {
  const mutes = new Map<string, Mutes[number]>();
  const changes = new Map<string, number>();
  const answered = new Set<number>();
  let [calm, closed] = [false, false];
  const told = () => control.requests().filter(({ kind }) => KINDS.includes(kind));
  const change = async (path: string, body: unknown) => {
    const ref = control.state().objects.find((object) => path.includes(encodeURIComponent(object.ref)));
    const about = ref?.tags.host ?? String(Reflect.get(Object(body), 'description'));
    const count = changes.get(about) ?? 0;
    if (count >= MAX_CHANGES || !random.chance(0.5)) return;
    changes.set(about, count + 1);
    await people.reconsider(about, random);
  };
  const look = async () => {
    while (!closed) {
      for (const mute of control.state().mutes) mutes.set(mute.uuid, mute);
      for (const { number, path, body } of told()) {
        if (answered.has(number)) continue;
        answered.add(number);
        if (!calm) await change(path, body).catch((error: unknown) => log.note(`no person came through: ${error}`));
      }
      await pause(LOOK_EVERY_MS);
    }
  };
  const looking = look();
  return {
    mutes,
    nextRequest: async (limitMs) => {
      const [before, end] = [told().length, Date.now() + limitMs];
      while (told().length === before && Date.now() < end) await pause(LOOK_EVERY_MS);
    },
    calm: () => {
      calm = true;
    },
    close: async () => {
      closed = true;
      await looking;
    },
  };
}
