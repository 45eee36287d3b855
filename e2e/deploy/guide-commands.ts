import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { repoRoot } from '../harness/index.ts';

/** Where the guide's places are in a test. */
export interface Places {
  /** Stands for /etc/guance-jira. */
  readonly etc: string;
  /** Stands for /opt/guance-jira. */
  readonly opt: string;
  readonly receiverPort?: number;
}

/** Who is not root cannot enter a folder that root made for himself, which a test that runs as root would not notice. */
const CD = `cd() { [ "$(stat -c %a "$1")" != 700 ] || { echo "cd: $1: Permission denied" >&2; return 1; }; builtin cd "$1"; }`;

/**
 * Runs the shell commands of one chapter of the guide for systemd, as it says them, but without becoming root and in other
 * places; `sudoedit` is left out. Returns what they print.
 * @throws Error when one fails
 */
export function runChapter(title: string, places: Places, typed = ''): string {
  const guide = readFileSync(`${repoRoot}/deploy/systemd/README.md`, 'utf8');
  const chapter = guide.split(/^## /m).find((text) => text.startsWith(title));
  const commands = [...(chapter ?? '').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  if (commands.length === 0) throw new Error(`the guide has no commands under ${title}`);
  const script = commands
    .join('\n')
    .replaceAll('/etc/guance-jira', places.etc)
    .replaceAll('/opt/guance-jira', places.opt)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${places.receiverPort}`)
    .replaceAll(/^sudoedit .*$/gm, '')
    // What only systemd itself can do.
    .replaceAll(/^(sudo )?systemctl .*$|^sudo install .*\/etc\/systemd.*$|^.*\/readyz .*$/gm, '');
  // A pipe, as in a shell: what Node gives as standard input is a socket, and /dev/stdin cannot open one.
  const whole = `sudo() { "$@"; }\n${CD}\nprintf %s "$TYPED" | {\n${script}\n}`;
  const { stdout, stderr, status } = spawnSync('bash', ['-euo', 'pipefail', '-c', whole], {
    cwd: places.opt,
    env: { ...process.env, TYPED: typed },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${title}: ${stderr}`);
  return stdout;
}
