/** What is built is CommonJS, where nothing waits outside of a function: programs of ours do, and nobody imports anything of them. */
import type { Plugin } from 'rolldown';

/** From the first statement that waits, a program's statements become those of a function that is called at once. */
export function topLevelAwait(root: string): Plugin {
  return {
    name: 'top-level-await',
    transform(code, id) {
      if (!id.startsWith(root) || /node_modules/.test(id) || !code.includes('await ')) return null;
      const { body } = this.parse(code, { lang: 'ts' });
      const first = body.find(waits);
      if (first === undefined) return null;
      const later = body.slice(body.indexOf(first)).find(({ type }) => /^(Import|Export)/.test(type));
      if (later) this.error(`${id} imports or exports after it has waited, which cannot be built`);
      return `${code.slice(0, first.start)}void (async () => { ${code.slice(first.start)}\n})();\n`;
    },
  };
}

/** Whether it is an `await`, or has one outside of functions of its own. */
function waits(node: object): boolean {
  const { type = '', await: loops = false } = node as { type?: string; await?: boolean };
  if (type === 'AwaitExpression' || (type === 'ForOfStatement' && loops)) return true;
  if (/Function|^(MethodDefinition|PropertyDefinition|ClassBody)$/.test(type)) return false;
  return Object.values(node).some((part) => typeof part === 'object' && part !== null && waits(part));
}
