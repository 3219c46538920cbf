import { ERRORS, type ErrorCode } from './errors.ts';

/** What may be told beside the code. Nothing in it is ever secret or free text of a user. */
export interface VaultErrorDetails {
  /** What failed underneath; stays in the process, is never printed or sent. */
  readonly cause?: unknown;
  /** Lower-case UUID v4 shared with the audit line. */
  readonly correlationId?: string;
  /** With `throttled` and `rate_limited`: milliseconds until the next attempt is accepted. */
  readonly retryAfterMs?: number;
  /** One fixed English sentence that says which rule was broken. Never contains input. */
  readonly hint?: string;
}

/** The one error that core throws on purpose. `message` is the public English sentence of its code. */
export class VaultError extends Error {
  override readonly name: string = 'VaultError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;
  correlationId: string | undefined;

  constructor(code: ErrorCode, details: VaultErrorDetails = {}) {
    super(ERRORS[code].en, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.retryAfterMs = details.retryAfterMs;
    this.correlationId = details.correlationId;
  }

  /** Only what is public; a cause may carry a driver's bound parameters. */
  toJSON(): { code: ErrorCode; correlationId?: string; retryAfterMs?: number; hint?: string } {
    return {
      code: this.code,
      ...(this.correlationId === undefined ? {} : { correlationId: this.correlationId }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }
}

/** The caller is not authenticated: bad_password, locked, throttled, busy. */
export class AuthenticationError extends VaultError {
  override readonly name = 'AuthenticationError';

  constructor(
    code: 'bad_password' | 'locked' | 'throttled' | 'busy',
    details: VaultErrorDetails = {},
  ) {
    super(code, details);
  }
}

/** Any thrown thing as a `VaultError`; what is foreign becomes `internal` with the original as its cause. */
export function asVaultError(thrown: unknown): VaultError {
  return thrown instanceof VaultError ? thrown : new VaultError('internal', { cause: thrown });
}
