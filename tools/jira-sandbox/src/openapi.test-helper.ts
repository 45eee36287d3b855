import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Dialect } from './options.ts';
import type { Reply } from './testing.ts';

const documents = { cloud: 'jira-cloud-v3.json', datacenter: 'jira-dc-10.3.json' } as const;
const documentAt = (dialect: Dialect) => new URL(`../../../../shared/openapi/${documents[dialect]}`, import.meta.url);

/** What Atlassian's own document says about a route's answers. `id` is that of the route table. */
export type OpenApi = {
  /** Statuses that the operation lists. Throws where the document has no such operation. */
  statusesOf: (id: string) => string[];
  /** Complaints about a reply; undefined where the document has no JSON schema for it, or a known defect. */
  complaints: (id: string, reply: Reply) => string[] | undefined;
  /** Complaints about the body as Jira's usual error envelope. */
  envelopeComplaints: (reply: Reply) => string[];
};

export function documentIsThere(dialect: Dialect): boolean {
  return existsSync(documentAt(dialect));
}

export function openApi(dialect: Dialect): OpenApi {
  const document = JSON.parse(readFileSync(documentAt(dialect), 'utf8'));
  relax(document, dialect);
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'api');
  const find = (id: string) => {
    const [method = '', path = ''] = id.split(' ');
    const wanted = (dialect === 'cloud' ? '/rest/api/3' : '/api/2') + path.replace(/:\w+/g, '{}');
    const key = Object.keys(document.paths).find((candidate) => candidate.replace(/\{\w+\}/g, '{}') === wanted);
    const operation = key === undefined ? undefined : document.paths[key][method.toLowerCase()];
    if (key === undefined || operation === undefined) throw new Error(`${id} is not in the document`);
    return { key, method: method.toLowerCase(), operation };
  };
  const against = (pointer: string, { text }: Reply): string[] => {
    const check = ajv.getSchema(pointer) ?? ajv.compile({ $ref: pointer });
    return check(JSON.parse(text))
      ? []
      : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  return {
    statusesOf: (id) => Object.keys(find(id).operation.responses),
    complaints: (id, reply) => {
      const { key, method, operation } = find(id);
      const schema = operation.responses[String(reply.status)]?.content?.['application/json']?.schema;
      if (schema === undefined || reply.text === '' || isDefective(id, dialect, reply)) return undefined;
      const path = key.replaceAll('~', '~0').replaceAll('/', '~1');
      const pointer = `api#/paths/${path}/${method}/responses/${reply.status}/content/application~1json/schema`;
      return against(encodeURI(pointer).replaceAll('%7B', '{').replaceAll('%7D', '}'), reply);
    },
    envelopeComplaints: (reply) => against('api#/components/schemas/ErrorCollection', reply),
  };
}

/** Lists that Data Center's document types as one item. */
function isDefective(id: string, dialect: Dialect, { status }: Reply): boolean {
  return (
    dialect === 'datacenter' &&
    status < 300 &&
    /^GET \/(project \(|priority|resolution|field|user|issue\/createmeta)|properties|mypermissions|statuses|attachments/.test(
      id,
    )
  );
}

/** Cloud sends `defaultLocale`, as recordings show; Data Center's document takes field values for objects only. */
function relax(document: { components: { schemas: Record<string, Record<string, unknown>> } }, dialect: Dialect): void {
  const { ServerInformation: info, IssueBean: issue } = document.components.schemas;
  if (dialect === 'cloud' && info !== undefined) info.additionalProperties = true;
  if (dialect === 'datacenter' && issue !== undefined) issue.properties = {};
}
