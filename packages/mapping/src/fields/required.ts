/** Fields without which no issue is made: those that a route names, and always the level of who may read it. */

type Keys = {
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  readonly required?: readonly string[] | undefined;
};

/** The keys of `fields` that are required, as they stand there. */
export function requiredOf({ fields = {}, required = [] }: Keys): readonly string[] {
  const keys = Object.keys(fields);
  return [...new Set([...required.map((name) => keyIn(keys, name) ?? name), ...keys.filter(isSecurity)])];
}

/** How `fields` names this field; null where it does not. */
export function keyIn(keys: readonly string[], name: string): string | null {
  return keys.find((key) => key === name) ?? keys.find((key) => plain(key) === plain(name)) ?? null;
}

/** By its id, or by what Jira calls it in English and Chinese: without its level an issue can be read by all of the project. */
export function isSecurity(key: string): boolean {
  return /^(?:security|security level|安全级别|安全等级|安全層級)$/.test(plain(key));
}

/** An issue without its security level can be read by all of a project, by whichever route it came there. */
export function mayTakeInstead(
  fallback: { readonly project: string },
  { project, required = [] }: { readonly project: string; readonly required?: readonly string[] },
): boolean {
  return fallback.project !== project || !required.some(isSecurity);
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
