/** Which packages of others are in the built code, as npm can no longer tell. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Part {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** The text that its licence asks to be passed on; null where the package has none. */
  readonly text: string | null;
}

/** @param files modules and other files that went into the package, with their full paths */
export function partsOf(files: Iterable<string>): Part[] {
  const folders = new Set([...files].flatMap((file) => folderOf(file) ?? []));
  const parts = new Map([...folders].map(readPart).map((part) => [`${part.name}@${part.version}`, part]));
  return [...parts.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** With the licence of each: MIT, BSD, ISC and Apache-2.0 ask for it wherever the code goes. */
export function noticesOf(parts: readonly Part[]): string {
  const chapters = parts.map(
    ({ name, version, license, text }) => `${'='.repeat(78)}\n${name} ${version} (${license})\n\n${text ?? ''}`,
  );
  return `Code of others in this package, each under its own licence.\n\n${chapters.join('\n').trimEnd()}\n`;
}

/** The same for programs: CycloneDX, which scanners of images look for by this name. https://cyclonedx.org/docs/1.6/json/ */
export function bomOf(version: string, parts: readonly Part[]): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: component({ name: 'guance-jira', version, license: 'MIT' }, 'application') },
    components: parts.map((part) => component(part, 'library')),
  };
}

function component({ name, version, license }: Pick<Part, 'name' | 'version' | 'license'>, type: string) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type, name, version, purl, 'bom-ref': purl, licenses: [{ expression: license }] };
}

/** The package that a file belongs to. Its own folder, not one below it that says only `"type": "commonjs"`. */
function folderOf(file: string): string[] {
  const found = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replace(/^\0/, ''));
  return found ? [found[0]] : [];
}

function readPart(folder: string): Part {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)(\.|$)/i.test(one));
  const text = file === undefined ? null : readFileSync(join(folder, file), 'utf8');
  return { name, version, license: String(license?.type ?? license ?? 'unknown'), text };
}
