/**
 * How much of a text without blanks is the bare address that it begins with. GFM takes all of it: it knows no Chinese punctuation,
 * nor that a Chinese sentence goes on right behind an address. https://github.com/remarkjs/remark-gfm/issues/55
 *
 * A wide letter behind a sign is part of the path (`/手册`, `?q=磁盘`), and so are all behind it; right behind a Latin letter or a
 * figure it is the sentence.
 */
export function lengthOfAddress(text: string): number {
  const wide = text.search(widePunctuation);
  const head = wide === -1 ? text : text.slice(0, wide);
  const [ascii = ''] = /^[\x21-\x7E]*/.exec(head) ?? [];
  const address = ascii.length < head.length && !/[/=#&%+_-]$/.test(ascii) ? ascii : head;
  return address.length === text.length ? text.length : withoutTail(address).length;
}

/** No address goes on behind one of these, nor behind a blank of full width. */
export const widePunctuation = /[，。；：、！？（）【】《》“”‘’「」『』〈〉〔〕｜…—～　]/;

/** Signs that end a sentence or a mark, and brackets that were opened before the address. */
function withoutTail(address: string): string {
  const text = address.replace(/[?!.,:*_~'"]{1,20}$/, '');
  const isOpened = text.split('(').length >= text.split(')').length;
  return isOpened || !text.endsWith(')') ? text : withoutTail(text.slice(0, -1));
}
