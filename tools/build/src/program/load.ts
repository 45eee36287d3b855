/** Loads a built file as `require` would, and with it what V8 compiled of it when it was built, which is a fifth of a start. */
import { createHash, hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Script } from 'node:vm';

export interface LoadOptions {
  /** Where the built files are. */
  readonly folder: string;
  /** Where what was compiled of them is; null: nowhere. */
  readonly compiled: string | null;
  /** By whom it must have been compiled. */
  readonly node?: string;
  /** Is given each file's script, and with what else its compiled form belongs together. */
  readonly onScript?: (name: string, script: Script, sourceDigest: string) => void;
}

/** Loads a built file by its name, `./x.js`, or a module of Node. */
export type Load = (id: string) => unknown;

const BEFORE = '(function (exports, require, module, __filename, __dirname) {';
const AFTER = '\n})';
const DIGEST_BYTES = 32;
/**
 * More than the largest file has; what is not used of it is never touched, and takes no memory. And more than 32 MiB: a smaller piece that
 * is given back raises what glibc keeps of free memory to twice its size, in each of its arenas, so that most workers had 8 MB more at rest
 * (M_MMAP_THRESHOLD in https://man7.org/linux/man-pages/man3/mallopt.3.html).
 */
const MEMORY_BYTES = 34_000_000;
/** By then a process has loaded what it needs soon after it is ready as well. What comes later is little, and V8 collects the sooner the larger a piece is. */
const START_MS = 3_000;

export function createLoad({ folder, compiled, node = thisNode(), onScript }: LoadOptions): Load {
  const modules = new Map<string, { exports: object }>();
  // One piece of memory for all files of a start: the first touch of its pages is most of what reading takes.
  let memory: Buffer | null = null;
  let atLeast = MEMORY_BYTES;
  const endStart = () => {
    memory = null;
    atLeast = 0;
  };
  setTimeout(endStart, START_MS).unref();

  const pieceFor = (length: number): Buffer => {
    if (memory !== null && memory.length >= length) return memory;
    const piece = Buffer.allocUnsafeSlow(Math.max(length, atLeast));
    if (atLeast > 0) memory = piece;
    return piece;
  };

  const read = (file: string, before = '', after = ''): Buffer => {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const length = before.length + size + after.length;
      const piece = pieceFor(length);
      piece.write(before, 0, 'latin1');
      if (readSync(descriptor, piece, before.length, size, 0) !== size) throw new Error(`${file} changes`);
      piece.write(after, before.length + size, 'latin1');
      return piece.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  };

  /** Undefined: there is none, or it is damaged, of another source or by another Node. Whether it has V8's settings, V8 asks. */
  const compiledOf = (name: string, sourceDigest: string): Buffer | undefined => {
    if (compiled === null) return undefined;
    try {
      const all = read(join(compiled, compiledName(name)));
      const data = all.subarray(DIGEST_BYTES);
      return digestOf(node, sourceDigest, data).equals(all.subarray(0, DIGEST_BYTES)) ? data : undefined;
    } catch {
      return undefined;
    }
  };

  const compile = (name: string): Script => {
    const filename = join(folder, name);
    const source = read(filename, BEFORE, AFTER);
    // What is built is ASCII.
    const text = source.toString('latin1');
    const sourceDigest = hash('sha256', source);
    const script = new Script(text, { filename, cachedData: compiledOf(name, sourceDigest) });
    onScript?.(name, script, sourceDigest);
    return script;
  };

  const load: Load = (id) => {
    if (!id.endsWith('.js')) return builtin(id);
    const name = basename(id);
    const there = modules.get(name);
    if (there !== undefined) return there.exports;
    const module = { exports: {} };
    modules.set(name, module);
    try {
      const run = compile(name).runInThisContext();
      run.call(module.exports, module.exports, load, module, join(folder, name), folder);
    } catch (error) {
      modules.delete(name);
      throw error;
    }
    return module.exports;
  };
  return load;
}

export function compiledName(name: string): string {
  return name.replace(/\.js$/, '.v8');
}

/**
 * V8 looks whether data is of its version and of a source as long as this. It runs what is damaged, and what the same version has
 * compiled for another processor or system, by which it may crash: https://nodejs.org/api/single-executable-applications.html#v8-code-cache-support
 */
export function digestOf(node: string, sourceDigest: string, data: Uint8Array): Buffer {
  return createHash('sha256').update(node).update(sourceDigest).update(data).digest();
}

/** Version, system and processor, and the size of the program, since others than its makers build it as well. */
export function thisNode(): string {
  const { version, platform, arch, execPath } = process;
  const size = statSync(execPath, { throwIfNoEntry: false })?.size ?? 0;
  return [version, platform, arch, size, ''].join(' ');
}

function builtin(id: string): unknown {
  const module = process.getBuiltinModule(id);
  if (module === undefined) throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
  return module;
}
