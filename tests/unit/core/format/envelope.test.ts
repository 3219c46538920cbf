import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/core/crypto/digest.ts';
import { openChunks, openEnvelope, sealChunks } from '../../../../src/core/format/envelope.ts';
import { openEnvelopeV1, sealEnvelopeV1 } from '../../../../src/core/format/envelope-v1.ts';
import type { EnvelopeKeys, FieldAddress } from '../../../../src/core/format/field-address.ts';
import { VaultKeys } from '../../../../src/core/format/vault-keys.ts';
import { hkdfSha256 } from '../../../../src/core/crypto/digest.ts';
import { concat } from '../../../../src/core/crypto/bytes.ts';
import { LABELS } from '../../../../src/core/format/labels.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

fc.configureGlobal({ seed: 0x53524831 });

interface Place {
  column: string;
  recordId: string;
  recordVersion: number;
  kind: number;
  keyId: number;
}
const vectors = readVectors('envelope') as {
  vaultKey: string;
  vaultId: string;
  single: (Place & { nonce: string; plaintext: string; envelope: string })[];
  shortChunks: Place & { plaintext: string; envelopes: string[] };
  longChunks: Place & {
    repeated: string;
    times: number;
    end: string;
    chunks: { nonce: string; length: number; sha256: string }[];
  };
  badPadding: Place & { cases: { what: string; envelope: string }[] };
};

/** What VaultKeys hands to the envelope, with the field keys that were asked for. */
function keysOf(keyId: number, vaultKey = vectors.vaultKey): EnvelopeKeys & { made: Uint8Array[] } {
  const made: Uint8Array[] = [];
  return {
    vaultId: hex(vectors.vaultId),
    keyId,
    made,
    fieldKey: (recordId, column) => {
      const info = concat(LABELS.field, Buffer.from(column));
      const key = hkdfSha256(hex(vaultKey), recordId, info, 32);
      made.push(key);
      return key;
    },
  };
}

const placed = (place: Place, recordId = hex(place.recordId)): FieldAddress => ({
  column: place.column,
  recordId,
  recordVersion: place.recordVersion,
  kind: place.kind,
});
const vaultKeys = (keyId: number) =>
  new VaultKeys(hex(vectors.vaultKey), hex(vectors.vaultId), keyId);

describe('a frozen envelope', () => {
  it.each(vectors.single)('$column, $plaintext', (vector) => {
    const keys = vaultKeys(vector.keyId);
    const all = [vector.recordId, vector.nonce, vector.plaintext, vector.envelope];
    for (let i = 0; i < forms('').length; i += 1) {
      const [recordId, nonce, plaintext, envelope] = all.map((text) => forms(text)[i] ?? hex(text));
      if (!recordId || !nonce || !plaintext || !envelope) throw new Error('no form');
      const address = placed(vector, recordId);
      const opened = keys.openField(address, envelope);
      expect(toHex(opened)).toBe(vector.plaintext);
      expect(opened?.buffer.byteLength).toBe(opened?.length);
      const sealed = sealEnvelopeV1(keysOf(vector.keyId), address, 0, nonce, plaintext);
      expect(toHex(sealed)).toBe(vector.envelope);
      expect(toHex(plaintext)).toBe(vector.plaintext);
    }
  });

  it('of chunks opens', () => {
    const { shortChunks } = vectors;
    const envelopes = shortChunks.envelopes.map(hex);
    const opened = vaultKeys(1).openLong(placed(shortChunks), envelopes);
    expect(toHex(opened)).toBe(shortChunks.plaintext);
    expect(opened?.buffer.byteLength).toBe(opened?.length);
  });

  it('of more than 4 MiB is cut as frozen', () => {
    const { longChunks } = vectors;
    const whole = concat(
      Buffer.alloc(32 * longChunks.times, hex(longChunks.repeated)),
      Buffer.from(longChunks.end),
    );
    const keys = vaultKeys(1);
    const ours = keys.sealLong(placed(longChunks), whole);
    expect(ours.map((envelope) => envelope.length)).toEqual(
      longChunks.chunks.map(({ length }) => length),
    );
    const opened = keys.openLong(placed(longChunks), ours);
    expect(opened !== null && Buffer.compare(opened, whole) === 0).toBe(true);

    const size = 4 * 1024 * 1024;
    const again = longChunks.chunks.map(({ nonce }, i) => {
      const address = { ...placed(longChunks), column: `${longChunks.column}/${String(i)}` };
      const text = whole.subarray(i * size, (i + 1) * size);
      return sealEnvelopeV1(keysOf(1), address, i === 2 ? 0 : 1, hex(nonce), text);
    });
    expect(again.map((envelope) => toHex(sha256(envelope)))).toEqual(
      longChunks.chunks.map((chunk) => chunk.sha256),
    );
  });

  it.each(vectors.badPadding.cases)('authenticates but is refused: $what', ({ envelope }) => {
    expect(vaultKeys(1).openField(placed(vectors.badPadding), hex(envelope))).toBeNull();
  });
});

const ADDRESS: FieldAddress = {
  column: 'a.b',
  recordId: new Uint8Array(16).fill(9),
  recordVersion: 5,
  kind: 18,
};
const TEXT = Buffer.from('a text');

describe('an envelope', () => {
  const keys = vaultKeys(1);
  const sealed = keys.sealField(ADDRESS, TEXT);

  it('opens as it was sealed, under a fresh nonce each time', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 1100 }),
        fc.constantFrom<[string, number][]>(
          ['secret.meta', 256],
          ['secret.value', 512],
          ['a.b', 64],
        ),
        (text, [column, block]) => {
          const address = { ...ADDRESS, column };
          const [one, two] = [keys.sealField(address, text), keys.sealField(address, text)];
          expect(keys.openField(address, one)).toEqual(Buffer.from(text));
          expect(toHex(one.subarray(4, 16))).not.toBe(toHex(two.subarray(4, 16)));
          expect((one.length - 32) % block).toBe(0);
        },
      ),
    );
  });

  it('does not open after any bit was flipped', () => {
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Uint8Array.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(keys.openField(ADDRESS, flipped)).toBeNull();
    }
  });

  it('opens at no other address', () => {
    const changes: Partial<FieldAddress>[] = [
      { column: 'a.c' },
      { column: 'a.b/0' },
      { column: 'A.b' },
      { recordId: new Uint8Array(16).fill(8) },
      { recordVersion: 4 },
      { recordVersion: 6 },
      { kind: 17 },
      { kind: 19 },
    ];
    for (const change of changes) {
      expect(keys.openField({ ...ADDRESS, ...change }, sealed)).toBeNull();
    }
  });

  it('opens in no other vault, under no other key and key id', () => {
    const key = hex(vectors.vaultKey);
    expect(new VaultKeys(key, new Uint8Array(16), 1).openField(ADDRESS, sealed)).toBeNull();
    expect(vaultKeys(2).openField(ADDRESS, sealed)).toBeNull();
    const otherKey = new VaultKeys(new Uint8Array(32), hex(vectors.vaultId), 1);
    expect(otherKey.openField(ADDRESS, sealed)).toBeNull();
    const renumbered = Uint8Array.from(sealed);
    renumbered[2] = 2;
    expect(vaultKeys(2).openField(ADDRESS, renumbered)).toBeNull();
  });

  it('of another ver, alg, key id, flags or length is refused before a key is made', () => {
    const spied = keysOf(1);
    const spoilt = [0, 1, 2, 3].flatMap((at) =>
      [0, 2, 3, 255].map((value) => {
        const copy = Uint8Array.from(sealed);
        copy[at] = at === 3 && value === 0 ? 1 : value;
        return copy;
      }),
    );
    const lengths = [0, 1, 4, 16, 32, 95, 97, 159].map((length) => {
      const cut = new Uint8Array(length);
      cut.set(sealed.subarray(0, length));
      return cut;
    });
    for (const envelope of [...spoilt, ...lengths]) {
      expect(openEnvelope(spied, ADDRESS, envelope)).toBeNull();
      expect(openEnvelopeV1(spied, ADDRESS, 0, envelope)).toBeNull();
    }
    expect(spied.made).toEqual([]);
    expect(openEnvelope(spied, ADDRESS, sealed)).toEqual(TEXT);
    expect(spied.made.length).toBe(1);
  });

  it('leaves no field key behind, whether it opened or not', () => {
    const spied = keysOf(1);
    sealEnvelopeV1(spied, ADDRESS, 0, new Uint8Array(12), TEXT);
    openEnvelope(spied, ADDRESS, sealed);
    const flipped = Uint8Array.from(sealed);
    flipped[40] = (flipped[40] ?? 0) ^ 1;
    openEnvelope(spied, ADDRESS, flipped);
    expect(spied.made.length).toBe(3);
    expect(spied.made.every((key) => key.every((byte) => byte === 0))).toBe(true);
  });

  it.each<Partial<FieldAddress>>([
    { column: '' },
    { column: 'ü.b' },
    { column: 'a b' },
    { column: 'x'.repeat(256) },
    { recordId: new Uint8Array(15) },
    { recordVersion: 0 },
    { recordVersion: 2 ** 32 },
    { recordVersion: 1.5 },
    { kind: 0 },
    { kind: 256 },
    { kind: 1.5 },
  ])('is never made for an address that no field has, and never opens there: %j', (change) => {
    const address = { ...ADDRESS, ...change };
    expect(() => keys.sealField(address, TEXT)).toThrow(RangeError);
    expect(keys.openField(address, sealed)).toBeNull();
  });

  it('holds 4 MiB and not one byte more', () => {
    const max = new Uint8Array(4 * 1024 * 1024);
    const full = keys.sealField(ADDRESS, max);
    expect(keys.openField(ADDRESS, full)?.length).toBe(max.length);
    const tooLarge = expect.objectContaining({ code: 'too_large' });
    expect(() => keys.sealField(ADDRESS, new Uint8Array(max.length + 1))).toThrow(tooLarge);
    const spied = keysOf(1);
    const longer = new Uint8Array(full.length + 64);
    longer.set(full);
    expect(openEnvelope(spied, ADDRESS, longer)).toBeNull();
    expect(spied.made).toEqual([]);
  });
});

describe('chunks', () => {
  const { shortChunks } = vectors;
  const envelopes = shortChunks.envelopes.map(hex);
  const address = placed(shortChunks);
  const open = (list: Uint8Array[], at = address) => openChunks(keysOf(1), at, list);

  it('are one plain envelope up to 4 MiB', () => {
    const text = new Uint8Array(4 * 1024 * 1024).fill(7);
    const [only, ...none] = sealChunks(keysOf(1), address, text);
    if (only === undefined) throw new Error('no envelope');
    expect(none).toEqual([]);
    expect(openEnvelope(keysOf(1), address, only)?.length).toBe(text.length);
    expect(open([only])?.length).toBe(text.length);
  });

  it('do not open when one is missing, doubled, swapped or moved', () => {
    expect(toHex(open(envelopes))).toBe(shortChunks.plaintext);
    expect(open([])).toBeNull();
    for (let i = 0; i < envelopes.length; i += 1) {
      expect(open(envelopes.toSpliced(i, 1))).toBeNull();
      expect(open(envelopes.slice(0, i))).toBeNull();
      const copy = envelopes[i];
      if (copy !== undefined) expect(open(envelopes.toSpliced(i, 0, copy))).toBeNull();
      if (copy !== undefined) expect(open([copy])).toBeNull();
    }
    const [first, second, ...rest] = envelopes;
    if (first === undefined || second === undefined) throw new Error('no chunks');
    expect(open([second, first, ...rest])).toBeNull();
    expect(open(envelopes, { ...address, recordVersion: 4 })).toBeNull();
    expect(open(envelopes, { ...address, column: 'conversation_turns.other' })).toBeNull();
  });
});
