import { crc32, deflateSync } from 'node:zlib';
import { type Answer, malformed, REFUSALS, Refused } from './answer.ts';
import type { Call } from './call.ts';

/** A picture of a rising line, whatever was asked for. The clientToken is the key here (docs/zh/open-api/chart-image/get.md). */
export function chartImage({ state, query }: Call): Answer {
  if (query.get('clientToken') !== state.options.clientToken) throw new Refused(REFUSALS.key);
  const missing = ['q', 'startTime', 'endTime'].filter((name) => (query.get(name) ?? '') === '');
  if (missing.length > 0) throw new Refused(malformed(`${missing.join(', ')}: required`));
  return { status: 200, bytes: picture(640, 200), headers: { 'content-type': 'image/png' } };
}

/** White, lines of the grid, the curve, what is below it. */
const COLORS = [255, 255, 255, 223, 225, 230, 38, 132, 255, 222, 235, 255];
const [GRID, CURVE, BELOW] = [1, 2, 3];

function picture(width: number, height: number): Buffer {
  const rows = Buffer.alloc((width + 1) * height, 0);
  const at = (x: number, y: number) => y * (width + 1) + 1 + x;
  for (let x = 0; x < width; x += 1) {
    const top = Math.round(height * (0.8 - 0.6 * (x / width) ** 3 + 0.05 * Math.sin(x / 9)));
    for (let y = 0; y < height; y += 1) {
      if (y >= top && y < top + 2) rows[at(x, y)] = CURVE;
      else if (y % 40 === 39 || x % 106 === 105) rows[at(x, y)] = GRID;
      else if (y >= top) rows[at(x, y)] = BELOW;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits, colors of a palette.
  header.set([8, 3, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk('IHDR', header), chunk('PLTE', Buffer.from(COLORS)), chunk('IDAT', deflateSync(rows))];
  return Buffer.concat([signature, ...parts, chunk('IEND')]);
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}
