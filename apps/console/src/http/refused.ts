/** What the console refuses before anything is done: programs read code and message, people a page in their language. */
export class Refused extends Error {
  readonly status: number;
  readonly code: RefusalCode;
  constructor(status: number, code: RefusalCode, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
    this.code = code;
  }
}

export type RefusalCode = 'unauthorized' | 'forbidden' | 'too_many_requests' | 'cross_site' | 'read_only';
