/** A value as Jira takes it, or why there is none. A value that is undefined is left out without a word, as an empty template is. */
export type Written =
  /** `lost`: of several, those that do not fit. */
  { readonly value: unknown; readonly lost?: readonly Unfit[] } | Unfit;

/** `mayBeNew`: a newer schema may have it. */
export interface Unfit {
  readonly unfit: string;
  readonly mayBeNew: boolean;
}

/** Where and for whom a value is written. */
export interface Writing {
  readonly dialect: 'cloud' | 'datacenter';
  readonly timezone: string;
  readonly people: Readonly<Record<string, string>>;
  /** Base of links that name no host. */
  readonly link: string | null;
}

export function unfit(value: unknown, why: string, mayBeNew = false): Unfit {
  const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return { unfit: `${JSON.stringify(shown.slice(0, 80))} ${why}`, mayBeNew };
}

/** Those that fit, each once: two may mean the same. */
export function writeEach(values: readonly unknown[], write: (value: unknown) => Written): Written {
  const written = values.map(write);
  const lost = written.filter((one) => 'unfit' in one);
  const fit = written.flatMap((one) => ('value' in one && one.value !== undefined ? [one.value] : []));
  const all = [...new Map(fit.map((one) => [JSON.stringify(one), one])).values()];
  const [first] = lost;
  if (all.length === 0 && first !== undefined && lost.length === 1) return first;
  return { value: all.length === 0 ? undefined : all, ...(lost.length === 0 ? {} : { lost }) };
}

/** Of a field that takes one value: nobody can say which of several is meant. */
export function writeOnly(values: readonly unknown[], write: (value: unknown) => Written): Written {
  const written = writeEach(values, write);
  if ('unfit' in written || !Array.isArray(written.value) || written.value.length === 0) return written;
  return written.value.length === 1
    ? { ...written, value: written.value[0] }
    : unfit(values, 'are several, and it takes one');
}
