/** An answer as it came off the wire. */
export interface RawAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The whole body as text; null when it was larger than we read. */
  body: string | null;
}

export function header(answer: Pick<RawAnswer, 'headers'>, name: string): string | null {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
