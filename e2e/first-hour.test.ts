/** The six ways in which a first hour goes wrong. Each leads to its cure by what log, doctor, find and explain print, and by nothing else. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../apps/cli/src/testing/cli.ts';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

describe('a first hour that goes wrong', () => {
  let stack: Stack;
  let right: Readonly<Record<string, string>>;
  /** How many lines of the log are of workers before this one. */
  let before = 0;
  beforeAll(async () => {
    stack = await startStack({
      started: false,
      sandbox: { contextPath: '/jira' },
      workerEnv: { ...SHORT_TIMEOUTS, JIRA_GROUP: 'fault' },
    });
    right = { ...stack.worker.env };
    await stack.receiver.start();
  });
  afterAll(async () => {
    await stack.close();
  });

  it('a type that the project does not have: doctor has the names, and replay makes the issue', async () => {
    await begin({ JIRA_ISSUE_TYPE: 'Incidentt' });
    const id = await deliver();
    await outcomeOf(id, 'failed');

    const told = await printed('doctor');
    expect(told).toMatch(/✘ .*Incidentt/);
    const [, name = ''] = /→ write one of: .*?(Incident)\b/.exec(told) ?? [];
    expect(await printed('find', id)).toMatch(/✘ failed[\s\S]*(issuetype|Incidentt)/i);

    await begin({ JIRA_ISSUE_TYPE: name });
    expect(await printed('replay', '--all', '--yes')).toContain('✔');
    await outcomeOf(id, 'created');
    expect(await printed('doctor')).not.toContain('✘');
  });

  it('a wrong token: log and doctor say that the login is refused, and what to correct', async () => {
    await begin({ JIRA_PASSWORD: 'not-the-password' });
    const id = await deliver();
    const line = await stack.waitFor('the warning', () =>
      warnings().find(({ message }) => /refuses the login/.test(message)),
    );

    expect(String(line.todo)).toMatch(/JIRA_USER|JIRA_TOKEN|JIRA_PASSWORD/);
    expect(await printed('doctor')).toMatch(/✘ .*(login|refuse)[\s\S]*→ .*JIRA_PASSWORD[\s\S]*resume/i);
    // The attempt that meets the refusal may still be under way.
    await stack.waitFor('find to tell it', async () => /login/i.test(await printed('find', id)));

    await begin({});
    await printed('resume');
    await outcomeOf(id, 'created');
  });

  it('an address without its context path: doctor shows the URL and asks for the path', async () => {
    const address = right.JIRA_URL ?? '';
    await begin({ JIRA_URL: address.replace('/jira', '') });
    const id = await deliver();
    await stack.waitFor('the warning', () => warnings().find(({ message }) => /jira/.test(message)));

    const told = await printed('doctor');
    expect(told).toContain(address.replace('/jira', ''));
    expect(told).toMatch(/context path/);

    await begin({});
    await outcomeOf(id, 'created');
  });

  it('a person who cannot be assigned: doctor and find name the person, and the issue stands', async () => {
    await begin({ JIRA_ASSIGNEE: 'nobody-we-know' });
    const told = await printed('doctor');
    const id = await deliver();
    const { issueKey } = await outcomeOf(id, 'created');

    expect(told).toMatch(/! .*nobody-we-know/);
    expect(await printed('find', id)).toMatch(/! .*nobody-we-know/);
    expect(issueKey).toMatch(/^OPS-\d+$/);
  });

  it('a Jira that is down: doctor and find say that events wait, and nothing has to be done once it is back', async () => {
    await begin({});
    await stack.jira.control('PUT', '/settings', { refuse: true });
    const id = await deliver();
    const line = await stack.waitFor('the warning', () =>
      warnings().find(({ message }) => /cannot be reached/.test(message)),
    );

    expect(String(line.todo)).toMatch(/events wait/);
    expect(await printed('doctor')).toMatch(/✘ .*(ECONNREFUSED|no answer|127\.0\.0\.1)[\s\S]*Events wait meanwhile/i);
    await stack.waitFor('find to tell it', async () =>
      /waits for +Jira|Jira paused +Jira cannot be reached/.test(await printed('find', id)),
    );

    await stack.jira.control('PUT', '/settings', { refuse: false });
    await outcomeOf(id, 'created');
  });

  it('rules that drop a team: the log says unmatched, and explain shows what kept the route', async () => {
    const file = join(stack.dir, 'rules.yaml');
    const route = (match: string) =>
      `defaults: { group: fault, project: OPS, issueType: Task }\nroutes:\n  - name: storage\n    match: ${match}\n`;
    await writeFile(file, route('{ df_monitor_checker_name: "/内存/" }'));
    await begin({ RULES_FILE: file });
    const event = sampleEvent({ df_fault_id: 'the-fault-of-a-team' });
    await writeFile(join(stack.dir, 'event.json'), JSON.stringify(event));
    await stack.send(event);
    const { reason } = await outcomeOf(event.df_event_id, 'ignored');

    expect(reason).toBe('unmatched');
    expect(await printed('find', event.df_event_id)).toMatch(/ignored[\s\S]*→ no route takes it.*explain.*fallback/);
    expect(await printed('explain', 'event.json', '--offline')).toMatch(
      /storage: df_monitor_checker_name is .*磁盘.*, wanted \/内存\//,
    );

    await writeFile(file, route('{ df_monitor_checker_name: "/内存|磁盘/" }'));
    await stack.waitFor('the corrected rules', () =>
      stack.worker.log.all.slice(before).some(({ message }) => message === 'rules reloaded'),
    );
    const next = await deliver();
    await outcomeOf(next, 'created');
  });

  async function begin(settings: Record<string, string>): Promise<void> {
    await stack.worker.stop();
    for (const name of Object.keys(stack.worker.env)) if (!(name in right)) delete stack.worker.env[name];
    Object.assign(stack.worker.env, right, settings);
    before = stack.worker.log.all.length;
    await stack.worker.start();
  }

  /** An alert of a fault of its own. */
  async function deliver(): Promise<string> {
    const ref = `object-${Math.random()}`;
    const event = sampleEvent({ df_fault_id: `fault-of-${ref}`, df_monitor_checker_event_ref: ref });
    await stack.send(event);
    return event.df_event_id;
  }

  function outcomeOf(id: string, outcome: string) {
    return stack.waitFor(`${outcome} for ${id}`, () =>
      stack.worker.log.named('event handled').findLast((line) => line.eventId === id && line.outcome === outcome),
    );
  }

  function warnings() {
    return stack.worker.log.all.slice(before).filter(({ level }) => level === 'warn' || level === 'error');
  }

  async function printed(...argv: string[]): Promise<string> {
    const cli = cliIn({
      env: {
        ...stack.worker.env,
        PUBLIC_URL: stack.receiverUrl,
        JIRA_TOKEN_EXPIRES: '2099-01-01',
        // As for a person; one second is what the worker has for lost answers.
        JIRA_TIMEOUT_MS: '10000',
      },
      io: { resolvePath: (path) => join(stack.dir, path) },
    });
    const { out, err } = await cli(...argv);
    return `${out}${err}`;
  }
});
