import type { ErrorCode } from './errors.ts';

/** Who caused an event. */
export type Actor = 'owner' | 'cli' | 'gateway' | 'system';

/** Where the vault stands. `tampered` is unlocked, but read-only. */
export type VaultState = 'uninitialized' | 'locked' | 'unlocked' | 'tampered';

/** Why the vault was locked. */
export type LockCause =
  | 'owner'
  | 'idle'
  | 'suspend'
  | 'screen_lock'
  | 'user_switch'
  | 'clock_jump'
  | 'max_age'
  /** The window's page died. */
  | 'page_crashed'
  | 'quit';

/** What may be known without a password. */
export interface VaultStatus {
  readonly state: VaultState;
  /** Records in the vault; counts show in a stolen file as well. Null before setup. */
  readonly secretCount: number | null;
  readonly failedAttempts: number;
  /** Milliseconds until the next unlock attempt is accepted; 0 means now. */
  readonly retryAfterMs: number;
  /** The audit log was restarted or does not fit, and the owner has not seen it yet. */
  readonly auditGap: boolean;
  /** Schema number of the file, null before setup. */
  readonly schemaVersion: number | null;
}

/** A finding that the owner is shown after an unlock. */
export type UnlockNotice = Extract<ErrorCode, 'tampered'> | 'verifier_tampered' | 'audit_gap';

/** What an unlock found. */
export interface UnlockReport {
  readonly state: 'unlocked' | 'tampered';
  readonly notices: readonly UnlockNotice[];
  /** Failed attempts since the last good unlock, counted in verified audit lines. */
  readonly failedAttempts: number;
  /** When the first of them happened, UTC; null if there were none or the log has a gap. */
  readonly failedSince: string | null;
  /** The KDF cost was raised, or a tampered verifier was written anew. */
  readonly rewrapped: boolean;
  /** Numbers of the migrations that ran after this unlock. */
  readonly migrated: readonly number[];
}

/** One line of the audit log as it is read back. */
export interface AuditEntry {
  readonly v: 1;
  readonly seq: number;
  readonly ts: string;
  readonly mono: number;
  readonly boot: string;
  readonly correlation_id: string;
  readonly actor: Actor;
  readonly event: string;
  readonly outcome: 'attempt' | 'ok' | 'denied' | 'error';
  readonly reason: string | null;
  readonly ref: Readonly<Record<string, string>>;
  readonly n: Readonly<Record<string, number>>;
}

/** How far the current chain of the audit log reaches. */
export interface AuditSummary {
  /** Lines that are kept; older ones went with their segments. */
  readonly lines: number;
  /** Number of the newest line, null for a log without lines. */
  readonly lastSeq: number | null;
}

/** What is wrong with a chain, at the first line where it is. */
export interface AuditFault {
  readonly file: string;
  /** Line number in that file, from 1. */
  readonly line: number;
  readonly seq: number;
  readonly problem: 'altered' | 'missing' | 'added' | 'unreadable' | 'no_seed';
}

/** Outcome of walking every chain from its first key. */
export interface AuditVerification {
  readonly ok: boolean;
  readonly linesVerified: number;
  readonly chains: number;
  readonly faults: readonly AuditFault[];
}
