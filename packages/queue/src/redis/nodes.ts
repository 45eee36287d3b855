export interface Node {
  host: string;
  port: number;
}

/** Reads `host:port, [::1]:port`. The problems say which part is wrong by its place, never by its text. */
export function parseNodes(text: string): { nodes: Node[]; problems: string[] } {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map(parseNode);
  const wrong = read.flatMap((node, index) => (node === null ? [index + 1] : []));
  const problems = [
    ...(parts.length === 0 ? ['names no node; must be host:port, comma separated'] : []),
    ...wrong.map((place) => `part ${place} must be host:port, such as redis-1:26379 or [::1]:26379, and no URL`),
  ];
  return { nodes: read.filter((node) => node !== null), problems };
}

function parseNode(part: string): Node | null {
  const match = /^(?:\[([0-9A-Fa-f:.%]+)\]|([A-Za-z0-9_.-]+)):(\d{1,5})$/.exec(part);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}
