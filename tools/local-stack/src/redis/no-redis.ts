import type { Language } from '../settings/language.ts';

/** What a person can do where no Redis was found and one in memory will not do. */
export function noRedis(reason: string, language: Language): string {
  return WORDS[language](reason);
}

const DOCKER =
  'docker run -d -p 127.0.0.1:6379:6379 -v guance-jira:/data redis:7 redis-server --appendonly yes --appendfsync always --maxmemory-policy noeviction';

const WORDS: Record<Language, (reason: string) => string> = {
  en: (reason) =>
    [
      `There is no Redis on this machine, and none could be unpacked: ${reason}.`,
      '→ Install one, and start again. It need not run; it is found by its name on the PATH:',
      '    Debian, Ubuntu   sudo apt-get install redis-server',
      '    RHEL, Fedora     sudo dnf install valkey',
      '    macOS            brew install redis',
      '→ Or name one that runs: REDIS_URL=redis://127.0.0.1:6379, here or in .env. With Docker:',
      `    ${DOCKER}`,
    ].join('\n'),
  zh: (reason) =>
    [
      `本机没有 Redis，也无法自动解包：${reason}。`,
      '→ 请先安装，再重新启动。不需要把它作为服务运行，只要 PATH 上找得到：',
      '    Debian、Ubuntu   sudo apt-get install redis-server',
      '    RHEL、Fedora     sudo dnf install valkey',
      '    macOS            brew install redis',
      '→ 或者指定一个已在运行的：在环境变量或 .env 中设置 REDIS_URL=redis://127.0.0.1:6379。使用 Docker 时：',
      `    ${DOCKER}`,
    ].join('\n'),
};
