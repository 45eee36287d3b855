/** docs/openapi.yaml: the webhook with every answer, and what the commands print with `--json`. */
import { stringify } from 'yaml';
import { REFUSED_WHEN } from '../../../../apps/receiver/src/http/answers.ts';
import { type RefusalCode, STATUS_OF } from '../../../../apps/receiver/src/http/refusal.ts';
import { refTo, schemas } from './schemas.ts';

const ABOUT = `The webhook of guance-jira, for senders of your own, and what its commands print with \`--json\`.

Guance sends one event as its *Webhook 自定义* does; a list of them is taken too.
Send an event again where no answer came, and after a 429 or a 5xx: the same \`df_event_id\` makes one issue, however often it comes.
The answers of the commands (\`guance-jira find --json\` and so on) are the schemas Validate, Explain, Find, Doctor, Pause, Resume, Replay and Import, or CommandError.`;

export function renderOpenApi(version: string): string {
  const document = {
    openapi: '3.1.0',
    info: { title: 'guance-jira', version, license: { name: 'MIT', identifier: 'MIT' }, description: ABOUT },
    servers: [{ url: 'http://127.0.0.1:8080', description: 'the receiver; behind a proxy, its PUBLIC_URL' }],
    paths: {
      '/webhook/guance/{token}': {
        parameters: [{ name: 'token', in: 'path', required: true, schema: { type: 'string', minLength: 16 } }],
        post: delivery(
          'deliver',
          'Deliver events; the token is a part of the path, since Guance can set no header',
          [],
        ),
      },
      '/webhook/guance': {
        post: delivery('deliverWithHeader', 'Deliver events with the token in a header', [{ bearer: [] }]),
      },
      '/webhook/jira/{token}': {
        parameters: [{ name: 'token', in: 'path', required: true, schema: { type: 'string', minLength: 16 } }],
        post: change(),
      },
      '/healthz': {
        get: { ...PUBLIC, operationId: 'health', summary: 'Lives', responses: { 200: json('it lives', 'Health') } },
      },
      '/readyz': {
        get: {
          ...PUBLIC,
          operationId: 'readiness',
          summary: 'Can take events',
          responses: {
            200: json('it can; `degraded` while it spools', 'Readiness'),
            503: json('neither Redis nor the spool accepts events', 'Readiness'),
          },
        },
      },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Event: EVENT, Change: CHANGE, ...schemas() },
    },
  };
  return `# Made by: npm run docs\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

const PUBLIC = { security: [] };

const EVENT = {
  type: 'object',
  description:
    'An event as Guance sends it. Nothing is required, and unknown fields are kept, but those that hold secrets.',
  additionalProperties: true,
  properties: {
    df_event_id: { type: 'string', description: 'the same id is the same event; without one the body itself counts' },
    df_status: { description: 'level: fatal, critical, error, warning, nodata, info; ok ends the fault' },
    df_title: { type: 'string' },
    df_message: { type: 'string', description: 'Markdown' },
    df_fault_id: { type: 'string', description: 'events of one fault have the same' },
    df_workspace_uuid: { type: 'string' },
    df_dimension_tags: { description: 'what is watched: an object, or its JSON' },
    date: { type: 'number', description: 'seconds since 1970' },
  },
};

const CHANGE = {
  type: 'object',
  description: "As Jira's webhooks have it, or as little as a rule of Automation sends. One of id and key is enough.",
  additionalProperties: true,
  properties: {
    issue: { type: 'object', properties: { id: { type: ['string', 'integer'] }, key: { type: 'string' } } },
    user: { type: 'object', properties: { accountId: { type: 'string' }, name: { type: 'string' } } },
    changelog: { type: 'object', properties: { items: { type: 'array', items: { type: 'object' } } } },
  },
};

function delivery(operationId: string, summary: string, security: object[]) {
  const body = { oneOf: [{ $ref: refTo('Event') }, { type: 'array', items: { $ref: refTo('Event') } }] };
  return {
    operationId,
    summary,
    security,
    requestBody: {
      required: true,
      description:
        'at most 1 MiB; other content types are read as JSON where they are JSON, else as a title and a message',
      content: { 'application/json': { schema: body } },
    },
    responses: { 202: json('every accepted event is on disk', 'Accepted'), ...refusals() },
  };
}

/** What Jira, or its Automation, tells of an issue. */
function change() {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  });
  return {
    operationId: 'tellChange',
    summary: 'Tell of a changed issue, for rules with `back`; 404 without JIRA_WEBHOOK_TOKENS',
    security: [],
    parameters: [
      header('X-Hub-Signature', '`sha256=` and the HMAC of the body; required with JIRA_WEBHOOK_SECRET'),
      header('X-Atlassian-Webhook-Identifier', 'what comes again with the same is taken once'),
    ],
    requestBody: { required: true, content: { 'application/json': { schema: { $ref: refTo('Change') } } } },
    responses: {
      202: json('the change is on disk; `accepted` is empty where it tells of no issue', 'Accepted'),
      ...refusals(),
    },
  };
}

/** By status; several codes may share one. */
function refusals() {
  const codes = Object.keys(STATUS_OF) as RefusalCode[];
  const byStatus = Map.groupBy(codes, (code) => STATUS_OF[code]);
  const entries = [...byStatus].map(([status, ofStatus]) => {
    const when = ofStatus.map((code) => `\`${code}\`: ${REFUSED_WHEN[code]}`).join('; ');
    const headers = HEADERS[status] ?? {};
    return [status, { ...json(when, 'Error'), ...(Object.keys(headers).length > 0 ? { headers } : {}) }] as const;
  });
  return Object.fromEntries(entries);
}

const seconds = { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } };
const HEADERS: Readonly<Record<number, object>> = {
  405: { Allow: { schema: { type: 'string' } } },
  429: seconds,
  503: seconds,
};

function json(description: string, schema: string) {
  return { description, content: { 'application/json': { schema: { $ref: refTo(schema) } } } };
}
