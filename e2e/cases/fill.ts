import { randomBytes } from 'node:crypto';

/** What stands for the placeholders of one case. */
export interface Filling {
  /** Milliseconds since the epoch, at a whole second. */
  readonly startedAt: number;
  readonly webhookToken: string;
  /** A word that only this case has, and those made of it. */
  word(name?: string): string;
  /** The value with every placeholder filled; `label` and `n` where a step is sent several times. */
  fill(value: unknown, scope?: { label?: string; n?: number }): unknown;
  /** As the text of a body, with `$raw` and long integers as they are. */
  bodyOf(value: unknown): string;
}

const RAW = '\u0001';
const ZONE_MS = 8 * 3_600_000;

/** Fills the placeholders of a case file, as its README tells them. */
export function filling(base: Record<string, unknown>, webhookToken: string, now = Date.now()): Filling {
  const startedAt = Math.floor(now / 1000) * 1000;
  const own = `case${randomBytes(5).toString('hex')}`;
  const known = new Map<string, string>();
  const kept = (kind: string, name: string | undefined, make: () => string) => {
    if (name === undefined) return make();
    const key = `${kind}:${name}`;
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
  const word = (name?: string) => (name === undefined ? own : `${own}${name}z`);

  function meaningOf(
    kind: string,
    shift: number,
    name: string | undefined,
    scope: { label?: string; n?: number },
  ): unknown {
    const at = startedAt + shift * 1000;
    switch (kind) {
      case 'token':
        return word(name);
      case 'id':
        return kept('id', name, () => `event-${randomBytes(16).toString('hex')}`);
      case 'hex':
        return kept('hex', name, () => randomBytes(16).toString('hex'));
      case 'now':
        return name === 'text' ? String(at / 1000) : at / 1000;
      case 'us':
        return at * 1000;
      case 'ns':
        return `${RAW}${at}000000${RAW}`;
      case 'iso':
        return new Date(at).toISOString().replace('.000', '');
      case 'iso8':
        return new Date(at + ZONE_MS).toISOString().replace('.000Z', '.123+08:00');
      case 'local':
        return new Date(at + ZONE_MS).toISOString().replace('T', ' ').slice(0, 19);
      case 'webhook-token':
        return name === 'escaped'
          ? [...webhookToken].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
          : webhookToken;
      case 'label':
        return scope.label ?? '';
      case 'n':
        return scope.n ?? 0;
      default:
        throw new Error(`no placeholder $(${kind})`);
    }
  }

  function text(given: string, scope: { label?: string; n?: number }): unknown {
    const inner = given.replaceAll('$(n)', String(scope.n ?? 0));
    const whole = /^\$\(([a-z0-9-]+?)([+-]\d+)?(?::([a-z0-9]+))?\)$/i.exec(inner);
    const value = (kind = '', shift = '0', name?: string) => meaningOf(kind, Number(shift), name, scope);
    if (whole) return value(whole[1], whole[2], whole[3]);
    return inner.replace(/\$\(([a-z0-9-]+?)([+-]\d+)?(?::([a-z0-9]+))?\)/gi, (_all, kind, shift, name) =>
      String(value(kind, shift, name)).replaceAll(RAW, ''),
    );
  }

  function fill(value: unknown, scope: { label?: string; n?: number } = {}): unknown {
    if (typeof value === 'string') return text(value, scope);
    if (Array.isArray(value)) return value.map((item) => fill(item, scope));
    if (value === null || typeof value !== 'object') return value;
    const times = (made: (n: number) => unknown) =>
      Array.from({ length: Number(Reflect.get(value, 'times')) }, (_, n) => made(n));
    if ('$repeat' in value) return String(fill(value.$repeat, scope)).repeat(Number(Reflect.get(value, 'times')));
    if ('$list' in value) return times((n) => fill(value.$list, { ...scope, n }));
    if ('$object' in value) return Object.assign({}, ...times((n) => fill(value.$object, { ...scope, n })));
    if ('$join' in value) {
      const parts = listOf(value.$join).map((part) => fill(part, scope));
      return parts.some(Array.isArray) ? parts.flat() : parts.join('');
    }
    if ('$event' in value) return fill({ ...base, ...Object(value.$event) }, scope);
    if ('$raw' in value) return `${RAW}${fill(value.$raw, scope)}${RAW}`;
    if ('$encode' in value) return bodyOf(fill(value.$encode, scope));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [String(text(key, scope)), fill(item, scope)]),
    );
  }

  function bodyOf(value: unknown): string {
    // Between two marks stands what goes into the body as it is; JSON has escaped it by now.
    return JSON.stringify(value).replace(/"\\u0001((?:[^"\\]|\\.)*?)\\u0001"/gs, (_all, inner: string) =>
      JSON.parse(`"${inner}"`),
    );
  }
  return { startedAt, webhookToken, word, fill, bodyOf };
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error('$join takes a list');
  return value;
}
