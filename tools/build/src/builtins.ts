import { isBuiltin } from 'node:module';
import type { Plugin } from 'rolldown';

const IMPORT = /^import (?:(\w+|\* as [\w$]+)(?:, )?)?(?:\{ ?([^}]*?) ?\})? ?from "([^"]+)";$/gm;

/**
 * Modules of Node are not taken by `import`, which reads all names of each: some of them load what nobody asked for, so that this is
 * a tenth of a start. They are asked for by name.
 */
export function builtinsByName(): Plugin {
  return {
    name: 'builtins-by-name',
    renderChunk(code) {
      const changed = code.replaceAll(
        IMPORT,
        (line, whole: string | undefined, names: string | undefined, id: string) =>
          isBuiltin(id) ? taken(id, whole?.replace('* as ', ''), names) : line,
      );
      const left = /^(?:import|export)\b.*"node:.*/m.exec(changed);
      if (left) this.error(`a module of Node is taken in a way that is not known here: ${left[0]}`);
      return changed;
    },
  };
}

function taken(id: string, whole: string | undefined, names: string | undefined): string {
  const module = `process.getBuiltinModule(${JSON.stringify(id)})`;
  return [
    ...(whole === undefined ? [] : [`const ${whole} = ${module};`]),
    ...(names === undefined ? [] : [`const { ${names.replaceAll(' as ', ': ')} } = ${module};`]),
  ].join(' ');
}
