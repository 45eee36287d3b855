/** In a folder, a file without routes speaks for all files; what a file with routes says holds for its own. */

/** Reads typed files and files that may be wrong alike. */
type AnyFile = { readonly routes?: unknown; readonly defaults?: unknown };

export function isCommon(file: AnyFile): boolean {
  return file.routes === undefined;
}

/** Of all files, then those of the file itself. */
export function defaultsIn<T extends AnyFile>(file: T, files: readonly T[]): NonNullable<T['defaults']>[] {
  const common = files.filter(isCommon).filter((other) => other !== file);
  return [...common, file]
    .map(({ defaults }) => defaults)
    .filter((defaults) => defaults !== undefined && defaults !== null) as NonNullable<T['defaults']>[];
}
