/**
 * Guance fills values into link addresses as they are, spaces too: `[logs](/log?tags={host:web 01})`. Markdown ends an address at
 * a space, so those are encoded first. Code stays as it is.
 */
export function encodeSpacesInLinks(markdown: string): string {
  let fence: string | null = null;
  const lines = markdown.split('\n').map((line) => {
    const mark = /^[ >]*(`{3,}|~{3,})/.exec(line)?.[1]?.[0];
    if (mark !== undefined && (fence === null || fence === mark)) {
      fence = fence === null ? mark : null;
      return line;
    }
    return fence === null ? encodeLine(line) : line;
  });
  return lines.join('\n');
}

function encodeLine(line: string): string {
  if (!line.includes('](')) return line;
  return line.replaceAll(/`[^`]*`|\]\(((?:\/|https?:)[^()[\]<>"'`]*)\)/g, (whole, address?: string) =>
    address === undefined ? whole : `](${address.trim().replaceAll(/\s/g, '%20')})`,
  );
}
