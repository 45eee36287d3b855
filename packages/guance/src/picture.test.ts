import { expect, it } from 'vitest';
import { pictureTypeOf } from './picture.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const PNG = '\x89PNG\r\n\x1a\n';

it.each([
  ['a whole PNG', `${PNG}dataIENDcrc!`, 'image/png'],
  ['one that was cut off', `${PNG}dat`, null],
  ['a JPEG', '\xff\xd8\xff\xe0data\xff\xd9', 'image/jpeg'],
  ['one without its end', '\xff\xd8\xff\xe0data', null],
  ['a GIF', 'GIF89adata;', 'image/gif'],
  ['a WebP', 'RIFF\x08\x00\x00\x00WEBPdata', 'image/webp'],
  ['JSON', '{"code":200}', null],
  ['a page', '<!DOCTYPE html>', null],
  ['SVG, which could hold a script', '<svg xmlns="http://www.w3.org/2000/svg"/>', null],
  ['nothing', '', null],
])('%s', (_what, text, type) => {
  expect(pictureTypeOf(bytes(text))).toBe(type);
});
