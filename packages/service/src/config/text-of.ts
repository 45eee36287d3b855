/** A small file as a person saved it: UTF-8, or what Windows makes of it, with a byte order mark or as UTF-16 (`>` of PowerShell). */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  // Takes the mark away.
  return new TextDecoder(encoding).decode(bytes);
}
