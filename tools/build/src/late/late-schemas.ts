/** Schemas of zod are made when they are first used, and not when their module is loaded: a worker has 1,700, of which its start needs half. */
import type { Plugin } from 'rolldown';

const LATE_SCHEMA = '\0late-schema';
/** What is made of others. The rest are single values, and as cheap as what would stand in for them. */
const MAKERS = new Set([
  'object',
  'strictObject',
  'looseObject',
  'array',
  'union',
  'discriminatedUnion',
  'record',
  'tuple',
]);
/** What makes a schema of a schema. */
const CHANGERS = new Set(['pick', 'omit', 'extend']);
/** All of them are needed to read a file with rules, and what completes rules as they are typed knows each by itself. */
const AT_ONCE = '/packages/mapping/src/rules/schema/';

export function lateSchemas(root: string): Plugin {
  return {
    name: 'late-schemas',
    resolveId: (id) => (id === LATE_SCHEMA ? id : null),
    load: (id) => (id === LATE_SCHEMA ? STAND_IN : null),
    transform(code, id) {
      if (!id.startsWith(root) || /node_modules/.test(id) || id.includes(AT_ONCE)) return null;
      if (!code.includes("from 'zod'")) return null;
      const { body } = this.parse(code, { lang: 'ts' });
      const found = body.flatMap((statement) => {
        const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
        if (declared?.type !== 'VariableDeclaration') return [];
        return declared.declarations.flatMap(({ init }) => (init && isSchema(init) ? [init] : []));
      });
      const changed = found.reduceRight(
        (text, { start, end }) =>
          `${text.slice(0, start)}/* @__PURE__ */ lateSchema(() => ${text.slice(start, end)})${text.slice(end)}`,
        code,
      );
      return found.length === 0 ? null : `${changed}\nimport { lateSchema } from '${LATE_SCHEMA}';\n`;
    },
  };
}

/** Expressions as the parser gives them, as far as they are looked at. */
type Expression = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly callee?: Expression;
  readonly object?: Expression;
  readonly property?: { readonly name?: string };
  readonly name?: string;
};

/** `z.object(…)`, `Other.pick(…)`, and what is called of such a one, but for what reads with it. */
function isSchema(expression: object): boolean {
  const { type, callee } = expression as Expression;
  if (type !== 'CallExpression' || callee?.type !== 'MemberExpression') return false;
  const [from, method = ''] = [callee.object, callee.property?.name];
  if (/parse/i.test(method)) return false;
  if (from?.type !== 'Identifier') return from !== undefined && isSchema(from);
  return from.name === 'z' ? MAKERS.has(method) : CHANGERS.has(method);
}

const STAND_IN = `
const made = (target) => (target.made ??= target.make());
const whole = {
  get: (target, key) => Reflect.get(made(target), key),
  set: (target, key, value) => Reflect.set(made(target), key, value),
  has: (target, key) => Reflect.has(made(target), key),
  getPrototypeOf: (target) => Reflect.getPrototypeOf(made(target)),
};
export const lateSchema = (make) => new Proxy({ make, made: undefined }, whole);
`;
