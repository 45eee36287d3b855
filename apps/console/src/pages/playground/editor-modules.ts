/** CodeMirror, as `editor.js` uses it. In the built package these are gathered before (`tools/build`). */
import { gatherModules } from '../../http/module-files.ts';

const PACKAGES = [
  ...['autocomplete', 'commands', 'lang-yaml', 'language', 'lint', 'state', 'view'].map(
    (part) => `@codemirror/${part}`,
  ),
  '@lezer/highlight',
];

export function editorModules(onFile?: (file: string) => void): ReadonlyMap<string, string> {
  return gatherModules(PACKAGES, import.meta.url, onFile);
}
