import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SandboxOptions } from '../options.ts';
import sample from './sample.json' with { type: 'json' };

/** What an administrator sets up: the part of the options that a file can hold. Unknown keys are refused. */
const Site = z.strictObject(
  SandboxOptions.pick({
    fields: true,
    workflows: true,
    sprints: true,
    projects: true,
    accounts: true,
    issues: true,
  }).partial().shape,
);
export type Site = z.input<typeof Site>;

/** One field of each kind, a workflow with a closing screen and ways to cancel, a project of JSM, a required field, issues of people. */
export const sampleSite: Site = Site.parse(sample) satisfies Site;

/** `sample`, or the path of a JSON file. Throws an Error that says what is wrong with it. */
export function readSite(given: string): Site {
  if (given === 'sample') return sampleSite;
  const site = Site.safeParse(parsed(given));
  if (!site.success) throw new Error(`${given} is not a site: ${z.prettifyError(site.error)}`);
  return site.data;
}

function parsed(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : 'malformed'}`);
  }
}
