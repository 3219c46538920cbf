import type { ErrorCode } from '../errors.ts';
import type { AuditEntry, LockCause, UnlockReport, VaultStatus } from '../model.ts';
import type { SecretKind, SecretSummary } from '../secret.ts';

/** Why an open vault was shut. */
export type ShutCause = LockCause;

/** Everything the page may know without a password. */
export interface WindowStatus extends VaultStatus {
  /** Why the vault was last locked, and when (UTC); null before that. */
  readonly locked: { readonly cause: ShutCause; readonly at: string } | null;
  /** The newest failed attempt since the last good unlock, UTC. */
  readonly lastFailureAt: string | null;
  /** The vault file cannot be opened: why. `vault_in_use` and a full disk may pass; see `vault.retry`. */
  readonly problem: { readonly code: ErrorCode; readonly correlationId: string } | null;
  /** What the last unlock found; null while locked. */
  readonly report: UnlockReport | null;
  /** When the open vault locks by itself at the latest, in milliseconds from now; null: no idle lock, or locked. */
  readonly idleLockInMs: number | null;
}

/** All secrets that are not being removed, and the ids of damaged records. */
export interface SecretListReply {
  readonly secrets: readonly SecretSummary[];
  readonly damaged: readonly { readonly id: string; readonly createdAt: string }[];
}

/**
 * Values of fields as UTF-8, to be shown for `hidesAfterMs` and then forgotten. Bytes, because main wipes its copy as
 * soon as it is sent; a string would stay in its memory.
 */
export interface RevealReply {
  readonly fields: readonly { readonly name: string; readonly value: Uint8Array }[];
  readonly version: number;
  readonly hidesAfterMs: number;
}

/** What lies on the clipboard now; null: it stays there, nothing in it is secret. */
export interface CopyReply {
  readonly clearsInMs: number | null;
}

/** How a field differs between two versions; values are never compared in the page. */
export interface FieldChange {
  readonly name: string;
  readonly change: 'same' | 'changed' | 'added' | 'removed';
  readonly concealed: boolean;
}

/** Differences from an older version to a newer one. */
export interface CompareReply {
  readonly fields: readonly FieldChange[];
  readonly totp: FieldChange['change'];
}

/** A removal that can be undone for `undoMs`. */
export interface RemoveReply {
  readonly undoMs: number;
}

/** What the meter says about a candidate password. */
export interface StrengthReply {
  readonly bits: number;
  readonly word: 'weak' | 'fair' | 'good' | 'strong';
  /** Null: it may become the owner password. */
  readonly refused: 'too_short' | 'too_long' | 'easy_to_guess' | null;
}

/** A fresh suggestion that is stored nowhere yet; ASCII, as bytes for the same reason as a revealed value. */
export interface SuggestionReply {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

/** One line of an import's preview. */
export interface ImportLine {
  readonly name: string;
  readonly kind: SecretKind | null;
  readonly outcome: 'imported' | 'clash' | 'refused' | 'damaged' | 'noted';
  readonly code: ErrorCode | null;
  readonly line: number | null;
}

/** What an import would do, or did. */
export interface ImportReply {
  /** Names the parsed file in main until it is applied or dropped. */
  readonly token: string;
  /** The file's own name, without its folder. */
  readonly fileName: string;
  readonly lines: readonly ImportLine[];
}

/** A page of the audit log, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Ask again with `beforeSeq`: there is more. */
  readonly more: boolean;
}

/** The window's own choices; they are not in the vault, because the locked screen needs them. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: 'system' | 'en' | 'de';
  /** Screen captures show an empty window. */
  readonly contentProtection: boolean;
  /** A mark in the system's tray; closing the window then leaves the vault as it is. */
  readonly tray: boolean;
}

/** What the page needs to draw itself before anything else. */
export interface AppInfo {
  readonly preferences: Preferences;
  /** The language in use, after `system` was resolved. */
  readonly language: 'en' | 'de';
  /** BCP 47 tag for dates and numbers. */
  readonly locale: string;
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly version: string;
  readonly runtime: { readonly electron: string; readonly chrome: string; readonly node: string };
  /** The data folder. */
  readonly home: string;
  /** Not the real app but a look at it in a browser: never for real secrets. */
  readonly preview: boolean;
}

/** A verb of the menu, the tray or a shortcut that the page carries out. */
export type PageCommand =
  | 'about'
  | 'audit'
  | 'find'
  | 'generate'
  | 'import'
  | 'new_secret'
  | 'palette'
  | 'settings'
  | 'shortcuts';

/** A TOTP code of the moment (RFC 6238). */
export interface TotpReply {
  readonly code: string;
  readonly periodSeconds: number;
  readonly remainingSeconds: number;
}

/** A setting as it is shown. */
export interface SettingReply {
  readonly name: string;
  readonly value: number | string;
  readonly default: number | string;
}

/** What a repair would do, or did. */
export interface RepairReply {
  /** Name of the untouched copy beside the vault file; null before the repair. */
  readonly copy: string | null;
  readonly dropped: readonly { readonly table: string; readonly id: string }[];
  readonly kept: readonly { readonly table: string; readonly id: string }[];
}
