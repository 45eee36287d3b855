import winston from 'winston';

/** Where winston's formats leave the text of a record. */
export const MESSAGE = Symbol.for('message');

/** Writes the lines of one turn of the event loop together: a write costs far more than a line. */
export class LineTransport extends winston.transports.Stream {
  readonly #stream: NodeJS.WritableStream;
  #lines = '';

  constructor(stream: NodeJS.WritableStream) {
    super({ stream });
    this.#stream = stream;
  }

  override log(info: Record<symbol, unknown>, next: () => void): void {
    if (this.#lines === '') setImmediate(() => this.flush());
    this.#lines += `${String(info[MESSAGE])}\n`;
    next();
  }

  /** For the end of the process: what its last turn has logged is often why it ends. */
  flush(): void {
    if (this.#lines !== '') this.#stream.write(this.#lines);
    this.#lines = '';
  }
}
