/** Every command of README.md and the guides: run by commands.test.ts, or not, and then why. */

export interface Run {
  /** It goes on until it is stopped; the test waits until its output shows this. */
  readonly until?: RegExp;
  /** What its output must show. */
  readonly shows?: RegExp;
  /** It ends with code 1, as it finds something wrong. */
  readonly fails?: true;
  /** What a person would type at it. */
  readonly input?: string;
}

const JSON_TYPE = `-H 'Content-Type: application/json'`;
const WEBHOOK = '"https://alerts.example.com/webhook/guance/$TOKEN"';
const CLOUD = `curl -sS -u "$JIRA_USER:$JIRA_TOKEN" -H 'Accept: application/json' "$JIRA_URL/rest/api/3`;
const DATA_CENTER = 'curl -sS -H "Authorization: Bearer $JIRA_TOKEN" "$JIRA_URL/rest/api/2';
const TYPES = '/issue/createmeta/$JIRA_PROJECT/issuetypes"';
const SAMPLE = 'samples/guance/01-monitor-critical.json';
const WITH_ENV = 'set -a && . ./.env && set +a &&';
const COPY = '/var/backups/guance-jira.rdb';
const READY = { shows: /"status":"ready"/ };
const BOT = { shows: /"displayName":"Guance Bot"/ };

/** As they stand in the documents, without comments. */
export const RUN: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['npm start', { until: /Stop with Ctrl-C/ }],
  ['mkdir -m 700 secrets', {}],
  ['openssl rand -hex 24 > secrets/webhook-tokens', {}],
  ['openssl rand -hex 12 > secrets/dashboard-password', {}],
  ['cat > secrets/jira-token', { input: 'sandbox-token\n' }],
  ['chmod 644 secrets/*', {}],
  ['openssl rand -hex 24', { shows: /^[0-9a-f]{48}\n$/ }],
  ['curl -fsS https://alerts.example.com/readyz', READY],
  ['TOKEN=the-token-from-above', {}],
  [`curl -fsS ${JSON_TYPE} -d '{"df_title":"a test"}' ${WEBHOOK}`, { shows: /"notice-[^"]+","status":"ignored"/ }],
  [
    `curl -fsS ${JSON_TYPE} --data @samples/guance/01-monitor-critical.json ${WEBHOOK}`,
    { shows: /"event-f20a38aa58b54c6c8d4c9a84e655db1a","status":"queued"/ },
  ],
  ['npm run cli -- validate --rules my-rules.yaml', { fails: true, shows: /there is no project DB/ }],
  [`npm run cli -- explain --rules my-rules.yaml ${SAMPLE}`, { shows: /route mysql: df_monitor_checker_name is/ }],
  [
    `npm run cli -- explain --rules my-rules.yaml ${SAMPLE} --set "df_monitor_checker_name=MySQL 慢查询"`,
    { shows: /by route mysql/ },
  ],
  ['. ./.env', {}],
  [`${CLOUD}/myself"`, BOT],
  [`${CLOUD}${TYPES}`, { shows: /"issueTypes":\[/ }],
  [`${DATA_CENTER}/myself"`, BOT],
  [`${DATA_CENTER}${TYPES}`, { shows: /"values":\[/ }],
  ['curl -fsS http://127.0.0.1:8080/readyz', READY],
  ['curl -fsS http://127.0.0.1:8082/readyz', READY],
  ['npm run cli -- doctor', { shows: /Jira: permissions/ }],
  ['node tools/setup.mjs', {}],
  [`${WITH_ENV} npm run receiver`, { until: /receiver started/ }],
  [`${WITH_ENV} npm run worker`, { until: /worker started/ }],
  [`${WITH_ENV} npm run console`, { until: /console started/ }],
  [`REDIS_URL=redis://127.0.0.1:6379 ops/redis/backup.sh ${COPY}`, {}],
]);

const DOCKER = 'needs a Docker engine; e2e/compose.test.ts starts what it would start';
const SYSTEMD = 'needs root and systemd; e2e/deploy/systemd.test.ts starts what the units start';
const RELEASE = 'fetches a release from where you cloned';
const RESTORE = 'needs a Redis that is stopped; e2e/guides/backup.test.ts stops one';
const COMPOSE = 'docker compose -f docker-compose.production.yml';

/** Each with the reason why it cannot be run here. */
export const NOT_HERE: ReadonlyMap<string, string> = new Map([
  [`${COMPOSE} up -d`, DOCKER],
  [`${COMPOSE} build`, DOCKER],
  [`${COMPOSE} up -d --no-deps worker`, DOCKER],
  [`${COMPOSE} up -d --no-deps receiver`, DOCKER],
  [`${COMPOSE} up -d --no-deps console`, DOCKER],
  [`${COMPOSE} exec worker guance-jira doctor`, DOCKER],
  ['mv /var/lib/redis/appendonlydir /var/lib/redis/appendonlydir.old', RESTORE],
  [`ops/redis/restore.sh ${COPY} /var/lib/redis`, RESTORE],
  [
    'REDIS_URL_FILE=/etc/guance-jira/secrets/redis-url JIRA_TOKEN_FILE=/etc/guance-jira/secrets/jira-token node --env-file=/etc/guance-jira/common.env --env-file=/etc/guance-jira/worker.env guance-jira.js doctor',
    SYSTEMD,
  ],
  ['sudo tar -xzf guance-jira-0.2.0.tgz -C /opt/guance-jira --strip-components=1 --no-same-owner', SYSTEMD],
  [
    'sudo install -m 644 /opt/guance-jira/deploy/systemd/*.service /opt/guance-jira/deploy/systemd/*.socket /etc/systemd/system/',
    SYSTEMD,
  ],
  ['sudo systemctl daemon-reload', SYSTEMD],
  ['sudo systemctl enable --now guance-jira-console', SYSTEMD],
  ['sudo systemctl restart guance-jira-worker', SYSTEMD],
  ['sudo systemctl restart guance-jira-receiver', SYSTEMD],
  ['sudo systemctl restart guance-jira-console', SYSTEMD],
  ['git fetch --tags && git checkout v0.2.0', RELEASE],
  [
    'curl -fsS https://example.atlassian.net/_edge/tenant_info',
    'asks a site of Atlassian; the sandbox has no such page',
  ],
]);
