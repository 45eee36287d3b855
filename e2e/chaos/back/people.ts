/** What people do to issues while all else fails: they close them, for good or as "won't do", and reopen them. */
import type { Stack } from '../../harness/index.ts';
import type { EventLog } from '../check/event-log.ts';
import type { Random } from '../random.ts';

export interface People {
  /** One of them does something to some issue. */
  act(random: Random): Promise<void>;
  /** All issues are closed at once, as a bulk edit does. */
  closeAll(resolution: string | null): Promise<void>;
  /** Each issue gets a last change of its status or resolution. */
  finish(random: Random): Promise<void>;
}

const WONT_DO = "Won't Do";
/** Accounts by which no worker ever logs in. */
const PERSONS = ['wangwei', 'pacher'];

export function createPeople({ jira }: Stack, log: EventLog): People {
  const edit = async (key: string, change: Record<string, unknown>, random?: Random) => {
    const by = random?.pick(PERSONS) ?? 'wangwei';
    log.note(`${by}: ${key} ${JSON.stringify(change)}`);
    await jira.control('POST', `/issues/${key}/edit-as-person`, { by, ...change });
  };
  const close = (resolution: string | null) => ({ status: 'done', ...(resolution === null ? {} : { resolution }) });
  return {
    act: async (random) => {
      const issues = await jira.issues();
      if (issues.length === 0) return;
      const { key, status } = random.pick(issues);
      const change =
        status !== 'done'
          ? random.pick([close(null), close(null), close(WONT_DO), close(WONT_DO), close('Duplicate'), ONLY_WORDS])
          : random.pick([REOPEN, REOPEN, REOPEN, { resolution: WONT_DO }, { resolution: 'Done' }, ONLY_WORDS]);
      await edit(key, change, random);
    },
    closeAll: async (resolution) => {
      for (const { key, status } of await jira.issues()) if (status !== 'done') await edit(key, close(resolution));
    },
    finish: async (random) => {
      for (const { key, status } of await jira.issues()) {
        if (status === 'done') await edit(key, REOPEN, random);
        const last = random.pick([null, null, WONT_DO, 'open']);
        if (last !== 'open' || status !== 'done') await edit(key, close(last === 'open' ? null : last), random);
      }
    },
  };
}

const REOPEN = { status: 'new' };
const ONLY_WORDS = { comment: 'seen' };
