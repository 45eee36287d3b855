/** Node can read GBK and cannot write it: the table is made by reading every pair of bytes. */
export function toGbk(text: string): Buffer {
  table ??= makeTable();
  const known = table;
  return Buffer.from(
    [...text].flatMap((letter) => (letter < '\x80' ? [letter.charCodeAt(0)] : (known.get(letter) ?? [0x3f]))),
  );
}

let table: Map<string, number[]> | undefined;

function makeTable(): Map<string, number[]> {
  const made = new Map<string, number[]>();
  const decoder = new TextDecoder('gbk');
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      made.set(decoder.decode(Buffer.from([lead, trail])), [lead, trail]);
  return made;
}
