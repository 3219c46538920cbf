import type { Actor, AuditEntry } from '../shared/model.ts';
import type { SecretKind } from '../shared/secret.ts';

/** Who asks, and under which correlation id the audit line and every refusal go. */
export interface CallContext {
  /** Lower-case UUID v4. */
  readonly correlationId: string;
  readonly actor: Actor;
  /** Ids of who is behind the call (client, key), for its audit lines. */
  readonly by?: Readonly<Record<string, string>>;
}

/** What a value is opened for; part of the audit event. */
export type Purpose = 'read' | 'reveal' | 'copy' | 'test' | 'inject' | 'sign' | 'export';

/** Which secret: by name in any case, or by id. */
export type SecretRef =
  { readonly name: string; readonly id?: never } | { readonly id: string; readonly name?: never };

/**
 * Fields of an opened secret. Buffers are zeroed when the callback ends or the vault locks, whichever comes first: copy
 * nothing out that must not stay, and look at `signal` after an await.
 */
export interface OpenSecret {
  readonly id: string;
  readonly name: string;
  readonly kind: SecretKind;
  readonly version: number;
  readonly fields: readonly {
    readonly name: string;
    readonly concealed: boolean;
    readonly encoding?: 'base64';
    readonly value: Uint8Array;
  }[];
  /** The otpauth:// URI, or null. */
  readonly totp: Uint8Array | null;
  /** Aborted when the vault locks; the buffers are zero then. */
  readonly signal: AbortSignal;
}

/** A TOTP code of the moment (RFC 6238). */
export interface TotpCode {
  readonly code: string;
  readonly periodSeconds: number;
  readonly remainingSeconds: number;
}

/** A secret, and optionally one of its older versions. */
export type SecretSelector = SecretRef & { readonly version?: number };

/** Narrows what of the log is read; every given condition must hold. */
export interface AuditQuery {
  readonly event?: string;
  /** One of these events. */
  readonly events?: readonly string[];
  readonly outcome?: AuditEntry['outcome'];
  /** A correlation id or the beginning of one. */
  readonly correlationId?: string;
  /** Only lines that name this client. */
  readonly client?: string;
  readonly actor?: Actor;
  /** Only lines from this sequence number on. */
  readonly fromSeq?: number;
  /** Only lines before this sequence number: the way to the page before. */
  readonly beforeSeq?: number;
  /** The newest so many, in ascending order. */
  readonly limit?: number;
}
