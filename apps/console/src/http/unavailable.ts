/** Answered with 503, and asked again in a few seconds. */
export class Unavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unavailable';
  }
}

export const REDIS_DOWN = 'Redis does not answer. Events are kept on disk until it does.';
