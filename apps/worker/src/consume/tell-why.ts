/** What a waiting job says of why it waits. */
import type { Job } from 'bullmq';
import { z } from 'zod';
import type { Step } from '../disposition.ts';

/** A person who looks at a waiting job on the dashboard sees what it waits for. */
export async function tellWhy(
  job: Job,
  { reason, blocked }: Pick<Extract<Step, { step: 'wait' }>, 'reason' | 'blocked'>,
): Promise<void> {
  const told = toldOf(job);
  if (told.waitingFor === reason && told.blocked === blocked) return;
  await job.updateProgress({ waitingFor: reason, ...(blocked === undefined ? {} : { blocked }) });
}

export function toldOf({ progress }: Job): { waitingFor?: string | undefined; blocked?: string | undefined } {
  return Told.safeParse(progress).data ?? {};
}

/** `blocked`: the kind of request for whose turn it waits. Jobs of older versions have none. */
const Told = z.object({ waitingFor: z.string().optional(), blocked: z.string().optional() });
