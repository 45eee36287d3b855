/** What is watched, as people read it: `host = share`. Its tags may have been cut. */
export function objectText(tags: string): string {
  try {
    const read: unknown = JSON.parse(tags);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return tags;
    return Object.entries(read)
      .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', ');
  } catch {
    return tags;
  }
}
