import type { Jira, SandboxIssue } from '../harness/index.ts';

/** An issue as a person sees it: the marks are gone, what they did is told apart. */
export interface ShownIssue {
  readonly key: string;
  readonly summary: string;
  readonly isResolved: boolean;
  readonly text: string;
  readonly lines: readonly string[];
  /** Lines that are no part of a list. */
  readonly outside: readonly string[];
  readonly bold: readonly string[];
  readonly code: readonly string[];
  readonly links: readonly { to: string; text: string }[];
  readonly hasHeading: boolean;
  readonly comments: readonly string[];
  readonly raw: SandboxIssue;
}

/** Reads the page of the sandbox, which renders ADF and wiki markup alike. */
export async function shownIssue(jira: Jira, raw: SandboxIssue): Promise<ShownIssue> {
  const page = await (await fetch(`${jira.url}/browse/${raw.key}`)).text();
  const [, description = ''] =
    /<h2 class="section">Description<\/h2>([\s\S]*?)<h2 class="section">Comments/.exec(page) ?? [];
  const [, comments = ''] =
    /<h2 class="section">Comments[^<]*<\/h2>([\s\S]*?)<h2 class="section">History/.exec(page) ?? [];
  const inside = (tags: string) =>
    [...description.matchAll(new RegExp(`<(${tags})(?: [^>]*)?>([\\s\\S]*?)</\\1>`, 'g'))].map(([, , inner = '']) =>
      textOf(inner),
    );
  return {
    key: raw.key,
    summary: String(raw.summary),
    isResolved: isResolved(raw),
    text: textOf(description),
    lines: linesOf(description),
    outside: linesOf(withoutLists(description)),
    bold: inside('strong|b'),
    code: inside('code|pre|tt'),
    links: [...description.matchAll(/<a [^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)].map(([, to = '', text = '']) => ({
      to: decoded(unescaped(to)),
      text: textOf(text),
    })),
    hasHeading: /<h[1-6][ >]/.test(description),
    comments: [...comments.matchAll(/<article[^>]*>([\s\S]*?)<\/article>/g)].map(([, inner = '']) => textOf(inner)),
    raw,
  };
}

export function isResolved({ resolved }: SandboxIssue): boolean {
  return resolved !== null && resolved !== undefined;
}

function linesOf(html: string): string[] {
  return textOf(html)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function textOf(html: string): string {
  const broken = html.replace(
    /<br[^>]*>|<\/?(?:p|div|li|ul|ol|tr|td|th|table|tbody|thead|blockquote|pre|h[1-6]|article|hr)(?: [^>]*)?>/g,
    '\n',
  );
  return (
    unescaped(broken.replace(/<[^>]*>/g, ''))
      // Wiki markup parts some characters by a space that nobody sees.
      .replaceAll('\u200B', '')
      .replace(/\n+/g, '\n')
      .trim()
  );
}

function withoutLists(html: string): string {
  let result = html;
  for (let before = ''; before !== result; ) {
    before = result;
    result = result.replace(/<(ul|ol)(?: [^>]*)?>(?:(?!<[uo]l[ >])[\s\S])*?<\/\1>/g, '\n');
  }
  return result;
}

function unescaped(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_all, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
