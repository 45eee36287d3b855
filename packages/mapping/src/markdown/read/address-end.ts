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

/** Without signs that end a sentence or a mark, and brackets that were opened before the address. One pass, whatever stands there. */
function withoutTail(address: string): string {
  let unopened = address.split(')').length - address.split('(').length;
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if (last === ')' && unopened > 0) unopened -= 1;
    else if (!/[?!.,:*_~'"]/.test(last)) break;
  }
  return address.slice(0, end);
}
