import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { readPng, smallPng } from '../../support/small-png.ts';
import { expect, test } from './sample.ts';

const part = (type: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};

/** Rows as they lie in the file: the number of a filter, then its bytes. */
function png(width: number, rows: readonly (readonly number[])[], colourType = 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, colourType], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([signature, part('IHDR', header), part('IDAT', data)]);
}

function parts(file: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    found.set(type, file.subarray(at + 8, at + 8 + length));
    expect(part(type, file.subarray(at + 8, at + 8 + length))).toEqual(
      file.subarray(at, at + 12 + length),
    );
    at += length + 12;
  }
  return found;
}

// Two pixels a row, each row under another filter: none, sub, up, average, Paeth.
const FILTERED = png(2, [
  [0, 10, 20, 30, 40, 50, 60],
  [1, 10, 20, 30, 30, 30, 30],
  [2, 1, 1, 1, 1, 1, 1],
  [3, 5, 10, 15, 15, 15, 15],
  [4, 1, 2, 3, 1, 1, 1],
]);
const PLAIN = [
  [0x0a141e, 0x28323c],
  [0x0a141e, 0x28323c],
  [0x0b151f, 0x29333d],
  [0x0a141e, 0x28323c],
  [0x0b1621, 0x29333d],
];

test.describe('the pictures that are committed', () => {
  test('are read whatever filter a row has', () => {
    const { width, height, colours } = readPng(FILTERED);
    expect([width, height]).toEqual([2, 5]);
    expect([...colours]).toEqual(PLAIN.flat());
  });

  test('are refused when they are of a kind that is not read', () => {
    expect(() => readPng(png(1, [[0, 1, 2, 3, 4]], 6))).toThrow('another kind');
  });

  test('keep colours that differ, and give one for those that hardly do', () => {
    const small = parts(smallPng(FILTERED));
    const palette = small.get('PLTE') ?? Buffer.alloc(0);
    expect(palette).toEqual(Buffer.from([0x0a, 0x14, 0x1e, 0x28, 0x32, 0x3c, 0x0b, 0x16, 0x21]));
    const rows = inflateSync(small.get('IDAT') ?? Buffer.alloc(0));
    expect([...rows]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 2, 1]);
  });

  test('never have more than 256 colours, and every other has one close by', () => {
    const steps = Array.from({ length: 16 }, (_, i) => i * 17);
    const all = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => [r, g, b])));
    const small = parts(smallPng(png(all.length, [[0, ...all.flat()]])));
    const palette = small.get('PLTE') ?? Buffer.alloc(0);
    expect(palette.length / 3).toBeLessThanOrEqual(256);
    const row = inflateSync(small.get('IDAT') ?? Buffer.alloc(0)).subarray(1);
    const furthest = all.map((colour, i) =>
      Math.max(
        ...colour.map((value, c) => Math.abs(value - (palette[(row[i] ?? 0) * 3 + c] ?? 0))),
      ),
    );
    expect(Math.max(...furthest)).toBeLessThan(60);
  });
});
