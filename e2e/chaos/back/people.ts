/** What people do to issues while all else fails: they close them, for good or as "won't do", and reopen them. */
import type { GuanceSandbox } from '@guance-jira/guance-sandbox';
import type { SandboxIssue, Stack } from '../../harness/index.ts';
import type { EventLog } from '../check/event-log.ts';
import type { Random } from '../random.ts';
import { WONT_DO_ID } from './history.ts';

export interface People {
  /** One of them does something to some issue. */
  act(random: Random): Promise<void>;
  /** The issue of that host, or whose key that text begins with, is reopened, or resolved otherwise. */
  reconsider(about: string, random: Random): Promise<void>;
  /** All issues are closed at once, as a bulk edit does. */
  closeAll(resolution: string | null): Promise<void>;
  /** Each issue gets a change of its status or resolution. */
  changeAll(random: Random): Promise<void>;
  /** One that is muted, and some others of them. */
  reopenMuted(random: Random): Promise<void>;
}

const WONT_DO = "Won't Do";
/** Accounts by which no worker ever logs in. */
const PERSONS = ['wangwei', 'pacher'];

export function createPeople({ jira }: Stack, { control }: GuanceSandbox, log: EventLog): People {
  const edit = async (key: string, change: Record<string, unknown>, random?: Random) => {
    const by = random?.pick(PERSONS) ?? 'wangwei';
    log.note(`${by}: ${key} ${JSON.stringify(change)}`);
    await jira.control('POST', `/issues/${key}/edit-as-person`, { by, ...change });
  };
  const close = (resolution: string | null) => ({ status: 'done', ...(resolution === null ? {} : { resolution }) });
  const isMuted = ({ key }: SandboxIssue) =>
    control.state().mutes.some(({ description }) => description.startsWith(`${key} `));
  return {
    act: async (random) => {
      const issues = await jira.issues();
      if (issues.length === 0) return;
      const muted = issues.filter(isMuted);
      const { key, status } = random.pick(muted.length > 0 && random.chance(0.3) ? muted : issues);
      const change =
        status !== 'done'
          ? random.pick([close(null), close(null), close(WONT_DO), close(WONT_DO), close('Duplicate'), ONLY_WORDS])
          : random.pick([REOPEN, REOPEN, REOPEN, { resolution: WONT_DO }, { resolution: 'Done' }, ONLY_WORDS]);
      await edit(key, change, random);
    },
    reconsider: async (about, random) => {
      const issue = (await jira.issues()).find(
        ({ key, summary }) => about.startsWith(`${key} `) || String(summary).includes(`${about} `),
      );
      if (issue?.status === 'done')
        await edit(issue.key, random.pick([REOPEN, REOPEN, { resolution: random.pick(['Done', WONT_DO]) }]), random);
    },
    closeAll: async (resolution) => {
      for (const { key, status } of await jira.issues()) if (status !== 'done') await edit(key, close(resolution));
    },
    changeAll: async (random) => {
      for (const issue of await jira.issues()) {
        const { key, status } = issue;
        const last = random.pick(isMuted(issue) ? ['open', null, WONT_DO] : ['open', null, null, WONT_DO]);
        if (status === 'done' && random.chance(0.3)) {
          await edit(key, { resolution: issue.resolutionId === WONT_DO_ID ? 'Done' : WONT_DO }, random);
          continue;
        }
        if (status === 'done') await edit(key, REOPEN, random);
        if (last !== 'open' || status !== 'done') await edit(key, close(last === 'open' ? null : last), random);
      }
    },
    reopenMuted: async (random) => {
      const muted = (await jira.issues()).filter(isMuted);
      for (const [n, { key }] of muted.entries()) if (n === 0 || random.chance(0.4)) await edit(key, REOPEN, random);
    },
  };
}

const REOPEN = { status: 'new' };
const ONLY_WORDS = { comment: 'seen' };
