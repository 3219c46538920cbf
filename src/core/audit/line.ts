import { isUuid } from '../../shared/ids.ts';
import type { AuditEntry } from '../../shared/model.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { ascii } from '../crypto/bytes.ts';

/** Longest line, its \n included. */
export const MAX_LINE_BYTES = 1024;

/** Length of `,"mac":"<43 characters>"}\n`, the end of a line that its MAC does not cover. */
export const MAC_SUFFIX_BYTES = 54;

const NEWLINE = 0x0a;
const ACTORS: readonly string[] = ['owner', 'cli', 'gateway', 'system'];
const OUTCOMES: readonly string[] = ['attempt', 'ok', 'denied', 'error'];
const TS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const BOOT = /^[0-9a-f]{8}$/;
const EVENT = /^[a-z0-9_.]{1,64}$/;
const REASON = /^[a-z0-9_]{1,64}$/;
const FIELD_NAME = /^[a-z][a-z0-9_]{0,63}$/;
const ID = /^[A-Za-z0-9_.:-]{1,128}$/;
const MAC = /^[A-Za-z0-9_-]{43}$/;
const PLAIN_TEXT = /^[ !#-[\]-~]*$/;
const SEQ = /^\{"v":1,"seq":(\d{1,16}),/;
/** A number that is safe has 16 digits at most. */
const SEQ_END = 32;
const ESCAPED = /["\\]|[^ -~]/g;

/** A line as it was read: its fields, its MAC as base64url text, and the bytes that the MAC covers. */
export interface ParsedLine {
  readonly entry: AuditEntry;
  readonly mac: string;
  readonly covered: Uint8Array;
}

/**
 * The part of a line that its MAC covers: keys in the order of the format, no spaces, everything but printable ASCII
 * as \uXXXX with lower-case digits.
 */
export function encodeEntry(entry: AuditEntry): string {
  const reason = entry.reason === null ? 'null' : jsonText(entry.reason);
  const ref = Object.entries(entry.ref).map(([name, id]) => `${jsonText(name)}:${jsonText(id)}`);
  const n = Object.entries(entry.n).map(([name, value]) => `${jsonText(name)}:${value}`);
  return (
    `{"v":1,"seq":${entry.seq},"ts":${jsonText(entry.ts)},"mono":${entry.mono},"boot":${jsonText(entry.boot)}` +
    `,"correlation_id":${jsonText(entry.correlation_id)},"actor":${jsonText(entry.actor)}` +
    `,"event":${jsonText(entry.event)},"outcome":${jsonText(entry.outcome)},"reason":${reason}` +
    `,"ref":{${ref.join(',')}},"n":{${n.join(',')}}`
  );
}

/** The whole line: the covered part, the MAC, the end. */
export function encodeLine(covered: string, mac: string): Uint8Array {
  return ascii(`${covered},"mac":"${mac}"}\n`);
}

/**
 * Refuses what this program must never write: a name, id or number outside its pattern, or a line above 1 KiB.
 * @throws VaultError `internal`: the caller is wrong, and nothing of the entry is in the error.
 */
export function checkWritable(entry: AuditEntry): void {
  const fits =
    isEntry(entry) &&
    Object.values(entry.ref).every((id) => ID.test(id)) &&
    encodeEntry(entry).length + MAC_SUFFIX_BYTES <= MAX_LINE_BYTES;
  if (!fits) throw new VaultError('internal', { hint: 'An audit event does not fit its format.' });
}

/**
 * Reads one line, its \n included. Null unless the bytes are exactly what this program would write for these fields:
 * one entry has one spelling, so nothing can hide in spaces, escapes, repeated or unknown keys.
 */
export function parseLine(line: Uint8Array): ParsedLine | null {
  const end = line.length - MAC_SUFFIX_BYTES;
  if (end <= 0 || line.length > MAX_LINE_BYTES || line.at(-1) !== NEWLINE) return null;
  const text = latin1(line);
  const mac = text.slice(end + 8, end + 51);
  if (!MAC.test(mac) || text.slice(end) !== `,"mac":"${mac}"}\n`) return null;
  const covered = text.slice(0, end);
  const entry = parseJson(`${covered}}`);
  if (!isEntry(entry) || encodeEntry(entry) !== covered) return null;
  return { entry, mac, covered: line.subarray(0, end) };
}

/** The number that a line bears, read from its beginning alone; null if it does not begin as a line does. */
export function seqOf(line: Uint8Array): number | null {
  const digits = SEQ.exec(latin1(line.subarray(0, SEQ_END)))?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The complete lines of some bytes, each with its \n, and what follows the last \n. */
export function splitLines(bytes: Uint8Array): { lines: Uint8Array[]; rest: Uint8Array } {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, at + 1));
    start = at + 1;
  }
  return { lines, rest: bytes.subarray(start) };
}

function jsonText(text: string): string {
  if (PLAIN_TEXT.test(text)) return `"${text}"`;
  const escaped = text.replace(ESCAPED, (unit) =>
    unit === '"' || unit === '\\'
      ? `\\${unit}`
      : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is AuditEntry {
  if (!isRecord(value)) return false;
  const { v, seq, ts, mono, boot, correlation_id, actor, event, outcome, reason, ref, n } = value;
  return (
    v === 1 &&
    isCount(seq) &&
    isText(ts, TS) &&
    isCount(mono) &&
    isText(boot, BOOT) &&
    typeof correlation_id === 'string' &&
    isUuid(correlation_id) &&
    typeof actor === 'string' &&
    ACTORS.includes(actor) &&
    isText(event, EVENT) &&
    typeof outcome === 'string' &&
    OUTCOMES.includes(outcome) &&
    (reason === null || isText(reason, REASON)) &&
    isRecordOf(ref, (id) => typeof id === 'string') &&
    isRecordOf(n, (count) => Number.isSafeInteger(count) && !Object.is(count, -0))
  );
}

function isRecordOf(value: unknown, holds: (field: unknown) => boolean): boolean {
  if (!isRecord(value)) return false;
  return Object.entries(value).every(([name, field]) => FIELD_NAME.test(name) && holds(field));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0 && !Object.is(value, -0);
}
