import type { Link, PhrasingContent } from 'mdast';

/**
 * A bare address ends where Chinese punctuation begins: GFM knows none, and takes all text up to the next blank into the link.
 * The rest is text again, and may hold the next address. https://github.com/remarkjs/remark-gfm/issues/55
 */
export function withoutSwallowed(link: Link): PhrasingContent[] {
  const [only] = link.children;
  if (only?.type !== 'text' || link.children.length !== 1 || !isBare(link, only.value)) return [link];
  const at = only.value.search(punctuation);
  if (at === -1) return [link];
  const text = only.value.slice(0, at).replace(/[?!.,:*_~'"]{1,20}$/, '');
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

const punctuation = /[，。；：、！？（）【】《》“”‘’「」『』〈〉〔〕｜　]/;

function partsOf(text: string): PhrasingContent[] {
  return text
    .split(/(https?:\/\/[^\s<>，。；：、！？（）【】《》“”‘’「」『』〈〉〔〕｜　]+)/i)
    .flatMap((part, index): PhrasingContent[] => {
      if (part === '') return [];
      if (index % 2 === 0) return [{ type: 'text', value: part }];
      const address = part.replace(/[?!.,:*_~'"]{1,20}$/, '');
      const tail: PhrasingContent[] = address === part ? [] : [{ type: 'text', value: part.slice(address.length) }];
      return [{ type: 'link', url: address, children: [{ type: 'text', value: address }] }, ...tail];
    });
}
