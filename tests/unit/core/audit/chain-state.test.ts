import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  decodeState,
  encodeState,
  peekAuditState,
  STATE_BYTES,
} from '../../../../src/core/audit/chain-state.ts';
import { failAttempt, logWith } from '../../../support/audit-samples.ts';
import { FaultyAuditStorage } from '../../../support/faulty-audit-storage.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

interface Vector {
  name: string;
  bytes: string;
  chainId: string;
  nextSeq: number;
  key: string;
  lastMac: string;
  seed: string | null;
  failed: number;
  pending: boolean;
  lastAttemptMs: number;
}
const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../../../vectors/audit-state.json', import.meta.url), 'utf8'),
);
const hex = (text: string) => Buffer.from(text, 'hex');
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

function stateOf(vector: Vector) {
  const { failed, pending, lastAttemptMs } = vector;
  return {
    chainId: hex(vector.chainId),
    nextSeq: vector.nextSeq,
    key: hex(vector.key),
    lastMac: hex(vector.lastMac),
    seed: vector.seed === null ? null : hex(vector.seed),
    attempts: { failed, pending, lastAttemptMs },
  };
}

/** Changes bytes of a state and makes its checksum right again. */
function edited(vector: Vector | undefined, offset: number, value: number): Uint8Array {
  const bytes = hex(vector?.bytes ?? '');
  bytes[offset] = value;
  bytes.set(createHash('sha256').update(bytes.subarray(0, 224)).digest(), 224);
  return bytes;
}

describe('the state file', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    'is written and read as the frozen vector: %s',
    (_name, vector) => {
      expect(toHex(encodeState(stateOf(vector)))).toBe(vector.bytes);
      expect(decodeState(hex(vector.bytes))).toEqual(stateOf(vector));
    },
  );

  it('is not read with any one bit changed, nor with another length', () => {
    const good = hex(vectors[1]?.bytes ?? '');
    expect(good).toHaveLength(STATE_BYTES);
    for (let offset = 0; offset < STATE_BYTES; offset += 1) {
      const bytes = Uint8Array.from(good);
      bytes[offset] = (bytes[offset] ?? 0) ^ 1;
      expect(decodeState(bytes)).toBeNull();
    }
    expect(decodeState(good.subarray(0, 255))).toBeNull();
    expect(decodeState(Buffer.concat([good, Buffer.alloc(1)]))).toBeNull();
    expect(decodeState(new Uint8Array(0))).toBeNull();
  });

  it.each([
    ['another magic', 3, 0x32],
    ['a flag that this version does not know', 7, 1],
    ['a line number beyond the safe integers', 24, 0x80],
    ['a pending mark that is neither 0 nor 1', 135, 2],
    ['a clock beyond the safe integers', 136, 0x80],
    ['something where zeroes belong', 223, 1],
  ])('is not read with %s, even with the right checksum', (_what, offset, value) => {
    expect(decodeState(edited(vectors[1], 200, 0))).not.toBeNull();
    expect(decodeState(edited(vectors[1], offset, value))).toBeNull();
  });
});

describe('peekAuditState', () => {
  it('tells the throttle of a vault that another process owns, reading only the state', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 10);
    for (let i = 0; i < 4; i += 1) failAttempt(log);
    storage.bytesRead = 0;
    const before = storage.clone();
    const peek = peekAuditState(storage);
    expect(peek).toMatchObject({ failedAttempts: 4, pendingAttempt: false });
    expect(peek?.chainId).toEqual(log.head().chainId);
    expect(peek?.retryAfterMs(clock)).toBe(5000);
    clock.advance(3000);
    expect(peek?.retryAfterMs(clock)).toBe(2000);
    expect(storage.bytesRead).toBe(0);
    expect(storage.files).toEqual(before.files);
  });

  it('is null without a state, for a damaged one, and where it cannot be read', () => {
    const storage = new FaultyAuditStorage();
    expect(peekAuditState(storage)).toBeNull();
    storage.setText('nonsense', 'chain');
    expect(peekAuditState(storage)).toBeNull();
    storage.failing.set('readState', 'EACCES');
    expect(peekAuditState(storage)).toBeNull();
  });
});
