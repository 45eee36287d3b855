/** What an answer is, by its own bytes: Guance documents "a stream of a picture", and neither its kind nor how it says no. */

export interface Picture {
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  bytes: Buffer;
}

/** Null for anything else, and for a picture that was cut off. */
export function pictureTypeOf(bytes: Buffer): Picture['type'] | null {
  if (bytes.subarray(0, 8).equals(PNG))
    return bytes.subarray(-8, -4).toString('latin1') === 'IEND' ? 'image/png' : null;
  if (bytes.subarray(0, 3).equals(JPEG)) return bytes.subarray(-2).equals(JPEG_END) ? 'image/jpeg' : null;
  const start = bytes.subarray(0, 12).toString('latin1');
  if (/^GIF8[79]a/.test(start)) return bytes.at(-1) === 0x3b ? 'image/gif' : null;
  const isWebp = start.startsWith('RIFF') && start.endsWith('WEBP');
  return isWebp && bytes.readUInt32LE(4) <= bytes.length - 8 ? 'image/webp' : null;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const JPEG_END = Buffer.from([0xff, 0xd9]);
