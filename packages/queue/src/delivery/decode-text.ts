const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const lenientUtf8 = new TextDecoder('utf-8');

/**
 * The text of a body. JSON is UTF-8 and has no charset parameter (RFC 8259, 8.1 and 11), and senders label UTF-8 wrongly far more
 * often than they send something else: so what is valid UTF-8 is UTF-8, whatever the label says. Otherwise the label counts, then
 * GB 18030, the one other coding in which Chinese systems write. Bytes that are no characters become U+FFFD: an alert with a
 * broken letter is better than none.
 * @param charset as the sender labels it; one that does not exist counts as none
 */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return new TextDecoder(utf16).decode(bytes);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return decodeOther(bytes, charset);
  }
}

function decodeOther(bytes: Uint8Array, charset: string | undefined): string {
  const asUtf8 = lenientUtf8.decode(bytes);
  const labelled = charset === undefined || isUtf8(charset) ? null : decodeStrictly(bytes, charset);
  if (labelled !== null) return labelled;
  // One broken byte among many right letters: the text is UTF-8 all the same. Of GBK hardly a letter is.
  const { broken, right } = lettersOf(asUtf8);
  if (right >= broken) return asUtf8;
  return decodeStrictly(bytes, 'gb18030') ?? asUtf8;
}

/** Letters outside ASCII that could be read, and places that could not. */
function lettersOf(text: string): { broken: number; right: number } {
  let [broken, right] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0xfffd) broken += 1;
    else if (unit > 0x7f) right += 1;
  }
  return { broken, right };
}

function decodeStrictly(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function isUtf8(charset: string): boolean {
  return /^utf-?8/i.test(charset);
}

/** By its mark, or by where its zero bytes stand: both JSON and the text mode begin with two letters of ASCII or more. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : null;
}
