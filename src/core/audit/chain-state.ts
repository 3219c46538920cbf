import { ascii, concat, equal, secretBytes, wipe } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/digest.ts';
import type { AuditStorage, Clock } from '../ports.ts';
import type { Attempts } from './attempts.ts';
import { KEY_BYTES, type ChainPlace } from './chain.ts';
import { retryAfterMs } from './throttle.ts';

/** Length of the state file. */
export const STATE_BYTES = 256;

const MAGIC = ascii('SRC1');
const CHAIN_ID = 8;
const NEXT_SEQ = 24;
const KEY = 32;
const LAST_MAC = 64;
const SEED = 96;
const FAILED = 128;
const PENDING = 132;
const LAST_ATTEMPT = 136;
const ZEROES = 144;
const CHECKSUM = 224;

/** What lies in `audit/chain` (docs/format.md §7): the end of the log, and the throttle's counters. */
export interface ChainState extends ChainPlace {
  readonly chainId: Uint8Array;
  /** K_0 until it is sealed in the vault, then null. */
  readonly seed: Uint8Array | null;
  readonly attempts: Attempts;
}

/** The 256 bytes of a state. They hold the key: the caller wipes them. */
export function encodeState(state: ChainState): Uint8Array {
  const bytes = secretBytes(STATE_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  bytes.set(state.chainId, CHAIN_ID);
  view.setBigUint64(NEXT_SEQ, BigInt(state.nextSeq));
  bytes.set(state.key, KEY);
  bytes.set(state.lastMac, LAST_MAC);
  if (state.seed !== null) bytes.set(state.seed, SEED);
  view.setUint32(FAILED, state.attempts.failed);
  view.setUint32(PENDING, state.attempts.pending ? 1 : 0);
  view.setBigUint64(LAST_ATTEMPT, BigInt(state.attempts.lastAttemptMs));
  bytes.set(sha256(bytes.subarray(0, CHECKSUM)), CHECKSUM);
  return bytes;
}

/** Reads a state; null for bytes that are none. Every buffer of it is its own copy. */
export function decodeState(bytes: Uint8Array): ChainState | null {
  if (bytes.length !== STATE_BYTES) return null;
  if (!equal(sha256(bytes.subarray(0, CHECKSUM)), bytes.subarray(CHECKSUM))) return null;
  if (!equal(bytes.subarray(0, MAGIC.length), MAGIC)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nextSeq = Number(view.getBigUint64(NEXT_SEQ));
  const pending = view.getUint32(PENDING);
  const lastAttemptMs = Number(view.getBigUint64(LAST_ATTEMPT));
  const rest = [...bytes.subarray(MAGIC.length, CHAIN_ID), ...bytes.subarray(ZEROES, CHECKSUM)];
  if (!Number.isSafeInteger(nextSeq) || !Number.isSafeInteger(lastAttemptMs)) return null;
  if (pending > 1 || rest.some((byte) => byte !== 0)) return null;
  const seed = concat(bytes.subarray(SEED, SEED + KEY_BYTES));
  return {
    chainId: concat(bytes.subarray(CHAIN_ID, NEXT_SEQ)),
    nextSeq,
    key: concat(bytes.subarray(KEY, KEY + KEY_BYTES)),
    lastMac: concat(bytes.subarray(LAST_MAC, LAST_MAC + KEY_BYTES)),
    seed: seed.some((byte) => byte !== 0) ? seed : null,
    attempts: { failed: view.getUint32(FAILED), pending: pending === 1, lastAttemptMs },
  };
}

/** Reads and decodes the state file; null if there is none or it is damaged. Storage errors come through. */
export function readChainState(storage: AuditStorage): ChainState | null {
  const bytes = storage.readState();
  const state = bytes === null ? null : decodeState(bytes);
  wipe(bytes);
  return state;
}

/** What the state file says without any lock or write: for a vault that another process owns. */
export interface AuditPeek {
  readonly failedAttempts: number;
  readonly pendingAttempt: boolean;
  readonly chainId: Uint8Array;
  /** Milliseconds until the next attempt is accepted; 0 means now. */
  retryAfterMs(clock: Clock): number;
}

/** Reads only the state file; null if there is none, it is damaged or cannot be read. Never throws, never writes. */
export function peekAuditState(storage: AuditStorage): AuditPeek | null {
  try {
    const state = readChainState(storage);
    if (state === null) return null;
    const { attempts, chainId } = state;
    wipe(state.key, state.seed);
    return {
      failedAttempts: attempts.failed,
      pendingAttempt: attempts.pending,
      chainId,
      retryAfterMs: (clock) => retryAfterMs(attempts, clock),
    };
  } catch {
    return null;
  }
}
