import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';
import { repoRoot } from '../harness/index.ts';
import { DEFECTS, type Defect, type Dialect, isAgile, STANDS_FOR } from './relaxed.ts';

export interface SentRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
}

/** What an official OpenAPI document says about our requests. */
export interface Contract {
  /** Such as `POST /rest/api/2/issue`, with the names of path parameters; null when the document has no such operation. */
  operationOf(request: SentRequest): string | null;
  /** Why the document refuses the request; empty when it takes it. */
  faultsOf(request: SentRequest): string[];
}

const Parameter = z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: z.unknown() });
const Operation = z.object({
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
});
type Operation = z.infer<typeof Operation>;
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

const FILES = { cloud: 'jira-cloud-v3.json', datacenter: 'jira-dc-10.3.json' } as const;
/** Data Center's paths are below `/rest`, which is part of its server's address. */
const BASE = { cloud: '', datacenter: '/rest' } as const;
const fileOf = (dialect: Dialect) => `${repoRoot}/../shared/openapi/${FILES[dialect]}`;

/** The documents are Atlassian's and not ours to ship, so they are where a developer put them, or nowhere. */
export const documentsAreThere = (['cloud', 'datacenter'] as const).every((dialect) => existsSync(fileOf(dialect)));

/** Reading a document and compiling its schemas takes seconds, so all tests of a process share them. */
const opened = new Map<Dialect, Contract>();

export function openContract(dialect: Dialect): Contract {
  const contract = opened.get(dialect) ?? openContractWith(dialect, DEFECTS);
  opened.set(dialect, contract);
  return contract;
}

/** @throws Error when a defect of `defects` is no longer there: take it off the list then */
export function openContractWith(dialect: Dialect, defects: readonly Defect[]): Contract {
  const raw: unknown = JSON.parse(readFileSync(fileOf(dialect), 'utf8'));
  for (const defect of defects) if (defect.dialect === dialect) repair(raw, defect);
  const document = Document.parse(raw);
  const options = { strict: false, validateFormats: false, allErrors: true, code: { optimize: false } };
  const ajv = new Ajv({ ...options, coerceTypes: false });
  const ajvOfQueries = new Ajv({ ...options, coerceTypes: 'array' });
  const absolute = inlined(raw);
  for (const one of [ajv, ajvOfQueries]) one.addSchema(absolute, 'jira', false, false);
  const templates = Object.keys(document.paths).map((path) => ({
    path,
    pattern: patternOf(`${BASE[dialect]}${path}`),
  }));

  function find({ method, path }: SentRequest): { name: string; operation: Operation } | null {
    const [plain = ''] = path.split('?');
    const wanted = STANDS_FOR[dialect][plain] ?? plain;
    const fits = templates.filter(({ pattern }) => pattern.test(wanted));
    // `/issue/properties` is itself, not an issue with the key "properties".
    const best = fits.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
    const raw = best && document.paths[best.path]?.[method.toLowerCase()];
    return raw === undefined || best === undefined
      ? null
      : { name: `${method} ${BASE[dialect]}${best.path}`, operation: Operation.parse(raw) };
  }

  const agileOfCloud = (request: SentRequest) =>
    dialect === 'cloud' && isAgile(request) ? openContract('datacenter') : null;
  const validators = new Map<string, Validators>();
  const validatorsOf = ({ name, operation }: { name: string; operation: Operation }): Validators => {
    const found = validators.get(name) ?? {
      query: ajvOfQueries.compile(querySchema(operation)),
      body: bodyValidator(operation, (schema) => ajv.compile(schema)),
    };
    validators.set(name, found);
    return found;
  };
  return {
    operationOf: (request) => agileOfCloud(request)?.operationOf(request) ?? find(request)?.name ?? null,
    faultsOf: (request) => {
      const other = agileOfCloud(request);
      if (other !== null) return other.faultsOf(request);
      const found = find(request);
      if (found === null) return [`${request.method} ${request.path} is not in the document`];
      const { query, body } = validatorsOf(found);
      return [...complaints('query', query, queryOf(request.path)), ...bodyFaults(body, request.body ?? null)];
    },
  };
}

/** Of one operation; null where the document has no body. */
interface Validators {
  readonly query: ValidateFunction;
  readonly body: ValidateFunction | null;
}

function bodyValidator(operation: Operation, compile: (schema: object) => ValidateFunction): ValidateFunction | null {
  const schema = operation.requestBody?.content['application/json']?.schema;
  return schema === undefined ? null : compile(inlined(schema));
}

function bodyFaults(validate: ValidateFunction | null, body: unknown): string[] {
  if (validate !== null) return complaints('body', validate, body);
  return body === null ? [] : ['a body where the document has none'];
}

function complaints(where: string, validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${where}${error.instancePath} ${error.message ?? ''}`);
}

function querySchema({ parameters }: Operation): object {
  const own = parameters.filter((parameter) => parameter.in === 'query');
  return {
    type: 'object',
    additionalProperties: false,
    required: own.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(own.map(({ name, schema }) => [name, inlined(schema ?? {})])),
  };
}

function queryOf(path: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(path.split('?')[1] ?? ''));
}

function patternOf(template: string): RegExp {
  const parts = template.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/?]+')}$`);
}

/** References made absolute, since the schemas are compiled one by one outside their document. */
function inlined(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"jira#/'));
}

function repair(document: unknown, { at, wrong, right }: Defect): void {
  const last = at[at.length - 1] ?? '';
  const holder = at.slice(0, -1).reduce<unknown>((value, name) => Reflect.get(Object(value), name), document);
  if (JSON.stringify(Reflect.get(Object(holder), last)) !== JSON.stringify(wrong))
    throw new Error(`${at.join('.')} is not ${JSON.stringify(wrong)} any more: take this defect off the list`);
  Reflect.set(Object(holder), last, right);
}
