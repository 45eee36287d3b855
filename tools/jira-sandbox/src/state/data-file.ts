import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Issue, IssueLink } from './model.ts';
import type { SandboxState } from './state.ts';

/** Only the outline is checked: the file is the sandbox's own. */
const Contents = z.object({
  v: z.literal(1),
  lastId: z.number(),
  issues: z.array(
    z.custom<Issue>((value) => typeof value === 'object' && value !== null && 'key' in value && 'history' in value),
  ),
  links: z.array(z.custom<IssueLink>((value) => typeof value === 'object' && value !== null && 'inwardId' in value)),
});

/** Issues in a JSON file, replaced as a whole. Writes that come together share one replacement. */
export class DataFile {
  readonly #path: string;
  readonly #state: SandboxState;
  #isDirty = false;
  #writing: Promise<void> | undefined;

  private constructor(path: string, state: SandboxState) {
    this.#path = path;
    this.#state = state;
  }

  /** Loads what is there. Throws when the file is there but cannot be read: starting empty would lose it. */
  static async open(path: string, state: SandboxState): Promise<DataFile> {
    await mkdir(dirname(path), { recursive: true });
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text !== undefined) load(state, text, path);
    return new DataFile(path, state);
  }

  changed(): void {
    this.#isDirty = true;
  }

  /** Resolves when everything changed before the call is on disk. */
  async saved(): Promise<void> {
    while (this.#isDirty || this.#writing !== undefined) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  async #write(): Promise<void> {
    this.#isDirty = false;
    const { lastId, issues, links } = this.#state;
    const contents = JSON.stringify({ v: 1, lastId, issues: [...issues.values()], links: [...links.values()] });
    const fresh = `${this.#path}.new`;
    const file = await open(fresh, 'w');
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, this.#path);
  }
}

function load(state: SandboxState, text: string, path: string): void {
  const contents = Contents.safeParse(parsed(text));
  if (!contents.success) throw new Error(`${path} is not a data file of this sandbox: move it away or delete it`);
  state.raiseLastId(contents.data.lastId);
  for (const issue of contents.data.issues) {
    if (!state.projects.has(issue.projectKey)) state.addProject({ key: issue.projectKey });
    state.commit(issue);
  }
  for (const link of contents.data.links) state.links.set(link.id, link);
  state.index.flush();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
