import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COST_CEILING,
  COST_FLOOR,
  costInRange,
  decodeHeader,
  encodeHeader,
  NEW_VAULT_COST,
  type Header,
  type KdfCost,
} from '../../../../src/core/format/header.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

fc.configureGlobal({ seed: 0x53524831 });

interface HexHeader {
  vaultId: string;
  epoch: number;
  cost: KdfCost;
  keyId: number;
  saltA: string;
  saltP: string;
}
const { good, bad } = readVectors('header') as {
  good: { header: HexHeader; hex: string }[];
  bad: { what: string; hex: string; code: string }[];
};

function fromHex(header: HexHeader): Header {
  return {
    ...header,
    vaultId: hex(header.vaultId),
    saltA: hex(header.saltA),
    saltP: hex(header.saltP),
  };
}

const costs = fc.record({
  memoryKiB: fc.integer({ min: COST_FLOOR.memoryKiB, max: COST_CEILING.memoryKiB }),
  passes: fc.integer({ min: COST_FLOOR.passes, max: COST_CEILING.passes }),
  lanes: fc.integer({ min: COST_FLOOR.lanes, max: COST_CEILING.lanes }),
  iterations: fc.integer({ min: COST_FLOOR.iterations, max: COST_CEILING.iterations }),
});
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const headers: fc.Arbitrary<Header> = fc.record({
  vaultId: bytes(16),
  epoch: fc.integer({ min: 1, max: 0xffff_ffff }),
  cost: costs,
  keyId: fc.integer({ min: 1, max: 255 }),
  saltA: bytes(16),
  saltP: bytes(32),
});

describe('the header', () => {
  it.each(good)('is written as frozen: $hex', ({ header, hex: expected }) => {
    expect(toHex(encodeHeader(fromHex(header)))).toBe(expected);
    for (const form of forms(expected)) expect(decodeHeader(form)).toEqual(fromHex(header));
  });

  it.each(bad)('is refused: $what', ({ hex: text, code }) => {
    for (const form of forms(text)) {
      expect(() => decodeHeader(form)).toThrow(expect.objectContaining({ code }));
    }
  });

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(headers, (header) => {
        expect(decodeHeader(encodeHeader(header))).toEqual(header);
      }),
    );
  });

  it('has no byte that may be changed unnoticed', () => {
    fc.assert(
      fc.property(headers, fc.nat(95), fc.integer({ min: 1, max: 255 }), (header, at, change) => {
        const raw = encodeHeader(header);
        raw[at] = (raw[at] ?? 0) ^ change;
        let decoded: Header | null = null;
        try {
          decoded = decodeHeader(raw);
        } catch (error) {
          expect(error).toHaveProperty('code', expect.stringMatching(/^vault_header|^newer_fo/));
        }
        if (decoded !== null) expect(decoded).not.toEqual(header);
      }),
      { numRuns: 1000 },
    );
  });

  it('never fails in another way, whatever the bytes', () => {
    const start = fc.constant(Buffer.from('SRH1\u0001\u0002'));
    const anything = fc.oneof(fc.uint8Array({ maxLength: 200 }), bytes(96));
    fc.assert(
      fc.property(fc.option(start), anything, (prefix, rest) => {
        const raw = prefix === null ? rest : Buffer.concat([prefix, rest]);
        expect(() => decodeHeader(raw)).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^vault_header|^newer_format/) }),
        );
      }),
    );
  });

  it('is not written with anything that would not be read', () => {
    const [sound] = good.map(({ header }) => fromHex(header));
    if (sound === undefined) throw new Error('no vector');
    const wrong: Partial<Header>[] = [
      { epoch: 0 },
      { epoch: 2 ** 32 },
      { epoch: 1.5 },
      { keyId: 0 },
      { keyId: 256 },
      { vaultId: new Uint8Array(15) },
      { saltA: new Uint8Array(17) },
      { saltP: new Uint8Array(16) },
      { cost: { ...sound.cost, memoryKiB: COST_FLOOR.memoryKiB - 1 } },
      { cost: { ...sound.cost, passes: 3.5 } },
    ];
    for (const change of wrong) {
      expect(() => encodeHeader({ ...sound, ...change })).toThrow(
        expect.objectContaining({ code: 'vault_header_invalid' }),
      );
    }
  });
});

describe('costInRange', () => {
  it('takes floor, ceiling and what new vaults have', () => {
    expect([COST_FLOOR, NEW_VAULT_COST, COST_CEILING].every(costInRange)).toBe(true);
    expect(NEW_VAULT_COST).toEqual({ memoryKiB: 131072, passes: 3, lanes: 4, iterations: 600000 });
  });

  it.each(['memoryKiB', 'passes', 'lanes', 'iterations'] as const)('limits %s', (name) => {
    for (const value of [
      COST_FLOOR[name] - 1,
      COST_CEILING[name] + 1,
      0,
      -1,
      COST_FLOOR[name] + 0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]) {
      expect(costInRange({ ...NEW_VAULT_COST, [name]: value })).toBe(false);
    }
  });
});
