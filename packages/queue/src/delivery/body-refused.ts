/** A body that is not accepted, in the words of the answer. */
export class BodyRefused extends Error {
  readonly code: 'invalid_json' | 'unsupported_media_type' | 'body_too_large';
  constructor(code: BodyRefused['code'], message: string) {
    super(message);
    this.name = 'BodyRefused';
    this.code = code;
  }
}
