import { spawn, spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { type Child, childOf } from '@guance-jira/local-stack';
import { repoRoot } from '../harness/index.ts';
import { type Certificates, makeCertificates } from '../redis/certificates.ts';

export type ProxyName = 'nginx' | 'caddy';

/** A real proxy with our example, but for its address, its certificate and where it writes. */
export interface FrontProxy {
  ask(method: string, path: string, body?: string): Promise<{ status: number; body: string }>;
  /** Everything it has written: its output and all its log files. */
  written(): Promise<string>;
  stop(): Promise<void>;
}

/** On Debian nginx is in a folder that only root has on the PATH. */
const PATH = `${process.env.PATH}:/usr/sbin`;

export function hasProxy(name: ProxyName): boolean {
  return spawnSync(name, [name === 'nginx' ? '-v' : 'version'], { env: { PATH } }).error === undefined;
}

export async function startProxy(
  name: ProxyName,
  dir: string,
  port: number,
  receiverPort: number,
): Promise<FrontProxy> {
  const logs = join(dir, 'logs');
  await mkdir(logs, { recursive: true });
  const certificates = await makeCertificates(join(dir, 'certificates'));
  const place: Place = { dir, logs, port, receiverPort, certificates };
  const child = await (name === 'nginx' ? startNginx(place) : startCaddy(place));
  const output: string[] = [];
  child.onLine((line) => output.push(line));
  const ca = await readFile(certificates.ca);
  return {
    ask: (method, path, body) =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json' };
        const sent = request({ host: '127.0.0.1', port, path, method, ca, headers, agent: false }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
        });
        sent.on('error', reject).end(body);
      }),
    async written() {
      const files = (await readdir(logs)).map((file) => readFile(join(logs, file), 'utf8'));
      return [...output, ...(await Promise.all(files))].join('\n');
    },
    async stop() {
      await child.stop(10_000);
    },
  };
}

interface Place {
  readonly dir: string;
  readonly logs: string;
  readonly port: number;
  readonly receiverPort: number;
  readonly certificates: Certificates;
}

async function startNginx({ dir, logs, port, receiverPort, certificates }: Place): Promise<Child> {
  const example = await exampleWith('nginx.conf', [
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['listen [::]:443 ssl;', ''],
    ['/etc/ssl/guance-jira/fullchain.pem', certificates.cert],
    ['/etc/ssl/guance-jira/privkey.pem', certificates.key],
    ['http://127.0.0.1:8080', `http://127.0.0.1:${receiverPort}`],
    ['/var/log/nginx', logs],
  ]);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${dir}/${kind};`,
  );
  const file = join(dir, 'nginx.conf');
  const main = `daemon off; pid ${dir}/pid; error_log stderr warn; ${process.getuid?.() === 0 ? 'user root;' : ''}`;
  await writeFile(file, `${main}\nevents {}\nhttp {\n${temporary.join('\n')}\n${example}\n}\n`);
  return childOf('nginx', spawn('nginx', ['-p', dir, '-c', file], { env: { PATH } }));
}

async function startCaddy({ dir, port, receiverPort, certificates }: Place): Promise<Child> {
  const example = await exampleWith('Caddyfile', [
    ['guance-jira.example.com {', `https://127.0.0.1:${port} {\n\ttls ${certificates.cert} ${certificates.key}`],
    ['{\n\t# Errors', `{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system ${dir}\n\t# Errors`],
    ['127.0.0.1:8080', `127.0.0.1:${receiverPort}`],
    ...(knowsRequestBuffers() ? [] : [olderLine(await readFile(`${repoRoot}/deploy/proxy/Caddyfile`, 'utf8'))]),
  ]);
  const file = join(dir, 'Caddyfile');
  await writeFile(file, example);
  const env = { PATH, HOME: dir, XDG_CONFIG_HOME: dir, XDG_DATA_HOME: dir };
  return childOf('caddy', spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', file], { env }));
}

/** Since 2.6.4; 2.8 then took the older name away. */
function knowsRequestBuffers(): boolean {
  const version = spawnSync('caddy', ['version'], { env: { PATH }, encoding: 'utf8' }).stdout;
  const [, major = '0', minor = '0', patch = '0'] = /(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) * 10_000 + Number(minor) * 100 + Number(patch) >= 20_604;
}

/** What the example says of older versions, done as a reader would. */
function olderLine(example: string): [string, string] {
  const older = /Before Caddy 2\.6\.4 .*: (\w+)$/m.exec(example)?.[1];
  const line = /^\t+(request_buffers .*)$/m.exec(example)?.[1];
  if (older === undefined || line === undefined)
    throw new Error('deploy/proxy/Caddyfile does not say what older ones take');
  return [line, older];
}

/** @throws Error when the example does not say what shall be replaced */
async function exampleWith(name: string, changes: readonly (readonly [string, string])[]): Promise<string> {
  let text = await readFile(`${repoRoot}/deploy/proxy/${name}`, 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`deploy/proxy/${name} does not say: ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}
