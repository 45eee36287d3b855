/**
 * What all templates say that are anywhere in this, constant texts among them. They are found by their form and not by the keys that
 * hold them, so that a new key of a route is looked at without being listed.
 */
export function sourcesIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (isTemplate(value)) return [value.source];
  return Object.values(value).flatMap(sourcesIn);
}

function isTemplate(value: object): value is { readonly source: string } {
  return 'source' in value && typeof value.source === 'string' && 'renderEach' in value;
}
