import type { Nodes, PhrasingContent, Root } from 'mdast';

/**
 * The address as an absolute http, https or mailto URL, or null. `javascript:`, `data:` and schemes that a browser hands to
 * other programs never become a link in an issue.
 */
export function safeUrl(url: string): string | null {
  if (url.length > MAX_URL || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:' && protocol !== 'mailto:') return null;
  const [, host = '', rest = ''] = /^(https?:\/\/[^/?#]*)?(.*)$/s.exec(href) ?? [];
  // Legal in a URL for browsers, but the end of a link or a macro in wiki markup. A host may need its brackets (IPv6).
  return host + rest.replaceAll(/[[\]{}|\\^]/g, (char) => encodeURIComponent(char));
}

/** Characters. No field of Jira holds more, and escaping a million of them takes a third of a second. */
export const MAX_URL = 32_767;

/** Guance's templates link to pages of its console by path alone. */
export function isRelative(url: string): boolean {
  return url.trim() !== '' && !/^[\s\p{Cc}]*[a-z][a-z0-9+.-]*:/iu.test(url) && !/^[\s\p{Cc}]/u.test(url);
}

/** The document with its relative links on the console that `eventLink` names; without one they become text. */
export function resolveLinks(root: Root, eventLink: string | null): Root {
  const base = eventLink !== null && safeUrl(eventLink) !== null ? new URL(eventLink).origin : null;
  return { ...root, children: resolveChildren(root.children, base) };
}

function resolveChildren<T extends Nodes>(children: readonly T[], base: string | null): T[] {
  return children.flatMap((child) => {
    if (child.type !== 'link') return 'children' in child ? [withChildren(child, base)] : [child];
    const url = isRelative(child.url) ? against(base, child.url) : safeUrl(child.url);
    const inside = resolveChildren(child.children, base);
    return asContent<T>(url === null ? inside : [{ ...child, url, children: inside }]);
  });
}

function withChildren<T extends Nodes>(parent: T, base: string | null): T {
  return 'children' in parent ? { ...parent, children: resolveChildren(parent.children as Nodes[], base) } : parent;
}

/** Wherever a link may stand its text may stand, so what replaces a link is of its parent's content type. */
function asContent<T>(nodes: readonly PhrasingContent[]): T[] {
  return nodes as unknown as T[];
}

function against(base: string | null, url: string): string | null {
  if (base === null || base === 'null' || !URL.canParse(url, base)) return null;
  return safeUrl(new URL(url, base).href);
}
