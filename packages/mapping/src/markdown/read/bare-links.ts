import type { Link, PhrasingContent } from 'mdast';
import { lengthOfAddress, widePunctuation } from './address-end.ts';

/**
 * A bare address ends where Chinese begins: GFM takes all text up to the next blank into the link. The rest is text again, and may
 * hold the next address. For those that the parser did not see as such: `www.`, and what stands in square brackets.
 */
export function withoutSwallowed(link: Link): PhrasingContent[] {
  const [only] = link.children;
  if (only?.type !== 'text' || link.children.length !== 1 || !isBare(link, only.value)) return [link];
  const text = only.value.slice(0, lengthOfAddress(only.value));
  if (text.length === only.value.length) return [link];
  const prefix = link.url.slice(0, link.url.length - only.value.length);
  const rest = partsOf(only.value.slice(text.length));
  if (/^(?:https?:\/\/|www\.)?$/i.test(text)) return [{ type: 'text', value: text }, ...rest];
  return [{ type: 'link', url: prefix + text, children: [{ type: 'text', value: text }] }, ...rest];
}

/** As wide as its text, so there was neither `[…](…)` nor `<…>` around it. */
function isBare({ url, position }: Link, text: string): boolean {
  if (url !== text && url !== `http://${text}` && url !== `mailto:${text}`) return false;
  const { start, end } = position ?? {};
  return start?.offset === undefined || end?.offset === undefined || end.offset - start.offset === text.length;
}

function partsOf(text: string): PhrasingContent[] {
  return text.split(address).flatMap((part, index): PhrasingContent[] => {
    if (part === '') return [];
    if (index % 2 === 0) return [{ type: 'text', value: part }];
    const url = part.slice(0, lengthOfAddress(`${part}，`));
    const tail: PhrasingContent[] = url === part ? [] : [{ type: 'text', value: part.slice(url.length) }];
    return [{ type: 'link', url, children: [{ type: 'text', value: url }] }, ...tail];
  });
}

const address = new RegExp(String.raw`(https?:\/\/(?:(?!${widePunctuation.source})[^\s<>])+)`, 'i');
