/** What the commands have of the world, so that tests can run them in their own process. */
export interface Io {
  /** With `.env` and the local stack's facts in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
  readonly exists: (path: string) => boolean;
  /** Only where there is no such file yet. */
  readonly writeNew: (path: string, text: string, mode: number) => void;
  /** A path as the person typed it, from where they stand. */
  readonly resolvePath: (path: string) => string;
  readonly readStdin: () => Promise<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colors: boolean;
  /** Whether a progress bar can be drawn on `err`. */
  readonly progress: boolean;
  readonly now: () => number;
  /** Who sits there, for the record. */
  readonly user: string;
  /** Makes a private CA of `.env` count, before the first connection. */
  readonly trustCa: () => void;
}
