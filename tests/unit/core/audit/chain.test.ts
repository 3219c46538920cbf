import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  ChainCursor,
  chainStart,
  lineMac,
  macBytes,
  macText,
  nextKey,
} from '../../../../src/core/audit/chain.ts';
import { encodeEntry, parseLine } from '../../../../src/core/audit/line.ts';
import type { AuditEntry } from '../../../../src/shared/model.ts';

interface Vectors {
  seed: string;
  lines: { entry: AuditEntry; line: string; key: string; mac: string }[];
  nextKey: string;
  key1000: string;
  macAtHighSeq: { seq: number; previous: string; covered: string; mac: string };
}
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/audit-chain.json', import.meta.url), 'utf8'),
);
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const parse = (line: string) => {
  const parsed = parseLine(Uint8Array.from(Buffer.from(line, 'latin1')));
  if (parsed === null) throw new Error('not a line');
  return parsed;
};

describe('the chain of MACs and keys', () => {
  it('is that of the frozen vectors, written and verified', () => {
    const writing = new ChainCursor(chainStart(hex(vectors.seed)));
    const reading = new ChainCursor(chainStart(hex(vectors.seed)));
    for (const { entry, line, key, mac } of vectors.lines) {
      expect(toHex(writing.key)).toBe(key);
      const signed = writing.sign(encodeEntry(entry));
      expect(Buffer.from(signed.line).toString('latin1')).toBe(line);
      expect(toHex(signed.mac)).toBe(mac);
      writing.advance(signed.mac);
      expect(reading.accepts(parse(line))).toBe(true);
      expect(reading.take(parse(line))).toBe(true);
    }
    expect(toHex(writing.key)).toBe(vectors.nextKey);
    expect(reading.isAt(writing)).toBe(true);
  });

  it('binds numbers above 2^32', () => {
    const { seq, previous, covered, mac } = vectors.macAtHighSeq;
    const place = { nextSeq: seq, lastMac: hex(previous), key: hex(vectors.seed) };
    expect(toHex(lineMac(place, Buffer.from(covered)))).toBe(mac);
  });

  it('skips removed lines as it would have walked them', () => {
    const cursor = new ChainCursor(chainStart(hex(vectors.seed)));
    cursor.skipTo(1000, new Uint8Array(32));
    expect(toHex(cursor.key)).toBe(vectors.key1000);
    expect(cursor.nextSeq).toBe(1000);
    expect(() => cursor.skipTo(999, new Uint8Array(32))).toThrow(RangeError);
  });

  it('does not move for a line of another place', () => {
    const cursor = new ChainCursor(chainStart(hex(vectors.seed)));
    const second = parse(vectors.lines[1]?.line ?? '');
    expect(cursor.take(second)).toBe(false);
    expect(cursor.accepts(second)).toBe(false);
    expect(cursor.nextSeq).toBe(0);
  });

  it('overwrites each key it leaves, and the last one when it is wiped', () => {
    const cursor = new ChainCursor(chainStart(hex(vectors.seed)));
    const first = cursor.key;
    cursor.advance(new Uint8Array(32));
    expect(first).toEqual(Buffer.alloc(32));
    const second = cursor.key;
    cursor.skipTo(5, new Uint8Array(32));
    expect(second).toEqual(Buffer.alloc(32));
    const last = cursor.key;
    expect(toHex(last)).not.toBe('00'.repeat(32));
    cursor.wipe();
    expect(last).toEqual(Buffer.alloc(32));
  });

  it('leaves no way from a key to the one before it', () => {
    const key = hex(vectors.seed);
    expect(toHex(nextKey(key))).toBe(vectors.lines[1]?.key);
    expect(toHex(key)).toBe(vectors.seed);
  });
});

describe('the text of a MAC', () => {
  it('has one spelling', () => {
    const text = macText(hex(vectors.lines[0]?.mac ?? ''));
    expect(toHex(macBytes(text) ?? new Uint8Array(0))).toBe(vectors.lines[0]?.mac);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const next = alphabet[alphabet.indexOf(text.slice(-1)) + 1] ?? 'A';
    const sameBytes = text.slice(0, -1) + next;
    expect(Buffer.from(sameBytes, 'base64url')).toEqual(Buffer.from(text, 'base64url'));
    expect(macBytes(sameBytes)).toBeNull();
    expect(macBytes('')).toBeNull();
    expect(macBytes(text.slice(1))).toBeNull();
  });
});
