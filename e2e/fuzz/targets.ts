/** What is tried in one process: the two places where the words of strangers are read. Each throws when it finds a fault. */
import { readFileSync } from 'node:fs';
import { parseRules, planFor, type Rules, readAlert, rulesFromSettings, WRITERS } from '@guance-jira/mapping';
import { BodyRefused, EventJob, jobIdFor, jobsOf, readBody } from '@guance-jira/queue';
import fc from 'fast-check';
import { repoRoot } from '../harness/paths.ts';
import { anyBody, anyContentType, anyEvent } from './alerts.ts';

/** Called with each input before it is tried: when the process hangs or dies, this is all that tells which one it was. */
type Before = (input: unknown) => void;

export const TARGETS = { deliver: deliverTarget, mapping: mappingTarget };
export type TargetName = keyof typeof TARGETS;

/** The door: a body is refused in our words, or becomes jobs that the worker can read. */
function deliverTarget(before: Before): fc.IProperty<[Uint8Array, string | undefined]> {
  return fc.property(anyBody, anyContentType, (body, contentType) => {
    before([body, contentType]);
    quickly(() => {
      try {
        const arrival = { receivedAt: 1_700_000_000_000, uniqueId: () => 'once' };
        for (const job of jobsOf(readBody(body, contentType), arrival)) {
          const stored: unknown = JSON.parse(JSON.stringify(job));
          const { event: kept } = EventJob.parse(stored);
          demand(/^ev_[A-Za-z0-9_-]{1,128}$/.test(jobIdFor(job.eventId)), 'a job id that BullMQ may take for its own');
          demand(!('df_alert_info' in kept || 'df_meta' in kept), 'a field that can hold a secret passed');
        }
      } catch (error) {
        if (!(error instanceof BodyRefused)) throw error;
      }
    });
  });
}

/** The mapping: every event becomes a plan, and its issue something that both kinds of Jira can take. */
function mappingTarget(before: Before): fc.IProperty<[Record<string, unknown>]> {
  const all = rulesToTry();
  return fc.property(anyEvent, (raw) => {
    before([raw]);
    quickly(() => {
      const event = readAlert(raw, { eventId: 'e', receivedAt: 1_700_000_000_000 });
      for (const rules of all) {
        const plan = planFor(event, rules);
        if (plan.action !== 'open') continue;
        const { summary, labels, description, fields } = plan.draft;
        demand(summary.length >= 1 && summary.length <= 254 && !/[\r\n]/.test(summary), 'a summary that Jira refuses');
        demand(!labels.some((label) => /\s/.test(label) || label.length > 255), 'a label that Jira refuses');
        for (const write of WRITERS) {
          const written = write(description);
          const { length } = typeof written === 'string' ? written : JSON.stringify(written);
          demand(length <= 30_000, `${write.name} wrote more than its limit`);
        }
        JSON.stringify(fields);
      }
    });
  });
}

function rulesToTry(): Rules[] {
  const read = (path: string) => parseRules(readFileSync(`${repoRoot}/${path}`, 'utf8'), path);
  return [rulesFromSettings({ project: 'OPS', issueType: 'Task', group: 'fault' }), read('config/rules.example.yaml')];
}

/** A bound to find what hangs, not a measure of speed; in processor time, so that a busy machine is no fault. */
const HANGS_AFTER_US = 1_000_000;

/** What hangs does so every time; a virtual machine that was held up also counts that as processor time. */
function quickly(work: () => void): void {
  const times: number[] = [];
  while (times.length < 3) {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    times.push(user + system);
    if (user + system < HANGS_AFTER_US) return;
  }
  throw new Error(`took ${Math.round(Math.min(...times) / 1000)} ms of processor time at least`);
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
