import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Kinds of PNG. */
const TRUE_COLOUR = 2;
const INDEXED = 3;

/** What a picture of the browser consists of: a row after the other, red, green and blue of a pixel in a number. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly colours: Uint32Array;
}

/** What one picture can have at most. */
const COLOURS = 256;

/** As `distance` measures; what is closer is one to the eye. */
const FIRST_CLOSEST = 20;

/**
 * The same picture with at most 256 colours, in less than half of the bytes. A window has few colours; what is left out
 * are shades at the edges of letters, each for one that is next to it.
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colours: pixels } = readPng(png);
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].sort(([a, n], [b, m]) => m - n || a - b).map(([colour]) => colour);
  const palette = paletteOf(byCount);
  const places = new Map(byCount.map((colour) => [colour, nearest(colour, palette)]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let i = 0; i < pixels.length; i += 1) {
    const row = Math.floor(i / width);
    rows[row + 1 + i] = places.get(pixels[i] ?? 0) ?? 0;
  }
  const table = Buffer.from(palette.flatMap((colour) => partsOf(colour)));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header(width, height)),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Colours of which each that is left out has one close by: as close as the number of them allows. */
function paletteOf(byCount: readonly number[]): readonly number[] {
  for (let closest = FIRST_CLOSEST; ; closest *= 1.5) {
    const palette: number[] = [];
    for (const colour of byCount) {
      if (palette.every((other) => distance(colour, other) > closest)) palette.push(colour);
      if (palette.length > COLOURS) break;
    }
    if (palette.length <= COLOURS) return palette;
  }
}

/** Reads what Chromium writes: 8 bits, red, green and blue, no interlacing. @throws for anything else. */
export function readPng(png: Buffer): Pixels {
  const parts: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
      const [depth, colour, , , interlaced] = data.subarray(8);
      if (depth !== 8 || colour !== TRUE_COLOUR || interlaced !== 0) {
        throw new Error('this PNG is of another kind than those of the browser');
      }
    }
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  return { width, height, colours: unfilter(inflateSync(Buffer.concat(parts)), width, height) };
}

const BYTES = 3;

/** Undoes the five filters of RFC 2083 §6. */
function unfilter(raw: Buffer, width: number, height: number): Uint32Array {
  const stride = width * BYTES;
  const colours = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let row = 0; row < height; row += 1) {
    const from = row * (stride + 1);
    const filter = raw[from];
    const line = new Uint8Array(raw.subarray(from + 1, from + 1 + stride));
    for (let x = 0; x < stride; x += 1) {
      const left = line[x - BYTES] ?? 0;
      const up = above[x] ?? 0;
      line[x] = (line[x] ?? 0) + predicted(filter, left, up, above[x - BYTES] ?? 0);
    }
    for (let x = 0; x < width; x += 1) {
      const at = x * BYTES;
      colours[row * width + x] = Buffer.from(line.buffer).readUIntBE(at, BYTES);
    }
    above = line;
  }
  return colours;
}

function predicted(filter: number | undefined, left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
  return [0, left, up, (left + up) >> 1, paeth][filter ?? 0] ?? 0;
}

const partsOf = (colour: number) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff] as const;

/** Weighted as the eye weighs them. */
function distance(a: number, b: number): number {
  const [red, green, blue] = partsOf(a);
  const [r, g, b2] = partsOf(b);
  return 2 * (r - red) ** 2 + 4 * (g - green) ** 2 + 3 * (b2 - blue) ** 2;
}

/** Place of the colour in the palette that looks most like it. */
function nearest(colour: number, palette: readonly number[]): number {
  let [least, place] = [Infinity, 0];
  for (const [i, other] of palette.entries()) {
    const away = distance(colour, other);
    if (away < least) [least, place] = [away, i];
  }
  return place;
}

function header(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes.set([8, INDEXED], 8);
  return bytes;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
