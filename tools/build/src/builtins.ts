import { isBuiltin } from 'node:module';
import type { Plugin } from 'rolldown';

const IMPORT = /(?<![\w.$])import\(\s*(["'])([^"'\n]+)\1\s*\)/g;

/** What is built loads nothing by `import`, for which its scripts would need an experimental part of Node; libraries take modules of Node so. */
export function builtinsRequired(): Plugin {
  return {
    name: 'builtins-required',
    renderChunk(code) {
      const changed = code.replaceAll(IMPORT, (found, _quote, id: string) =>
        isBuiltin(id) ? `Promise.resolve(require(${JSON.stringify(id)}))` : found,
      );
      const [left] = changed.match(/(?<![\w.$])import(\(\s*["'`\w]|\.meta)[^\n]*/) ?? [];
      if (left) this.error(`something is imported in a way that is not known here: ${left}`);
      return changed;
    },
  };
}
