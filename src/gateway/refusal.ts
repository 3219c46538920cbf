import { ERRORS, type ErrorCode } from '../shared/errors.ts';
import type { VaultError } from '../shared/vault-error.ts';

/** Why a request goes no further: the answer's code and, for the owner's log alone, a fixed word. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly why: string;
  /** A fixed sentence that the answer adds to the code's own. */
  readonly hint?: string;
  /** Methods of the route, with `method_not_allowed`. */
  readonly allow?: string;
  readonly retryAfterMs?: number;
}

/** Codes whose hints say which rule the request broke; the hint of any other code stays in the process. */
const HINTED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid_input',
  'name_invalid',
  'too_large',
  'unsupported_media',
  'not_available',
]);

/** The refusal that an error of core means; a code that is never sent over HTTP is `internal`. */
export function refusalOf({ code, hint, retryAfterMs }: VaultError): Refusal {
  const sent = ERRORS[code].http === null ? 'internal' : code;
  return {
    code: sent,
    why: code,
    ...(hint === undefined || !HINTED.has(sent) ? {} : { hint }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** The HTTP status of a refusal's answer. */
export function statusOf({ code }: Refusal): number {
  return ERRORS[code].http ?? 500;
}

/** The headers that only a refusal has. */
export function headersOf(
  { code, allow, retryAfterMs }: Refusal,
  scheme: 'Bearer' | 'Ticket' = 'Bearer',
): Record<string, string> {
  return {
    ...(allow === undefined ? {} : { Allow: allow }),
    ...(code === 'unauthorized' ? { 'WWW-Authenticate': scheme } : {}),
    ...(retryAfterMs === undefined
      ? {}
      : { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }),
  };
}

/** The body of a refusal: code, sentence, the correlation id of its audit line, nothing else. */
export function bodyOf({ code, hint }: Refusal, correlationId: string): string {
  const sentence = ERRORS[code].en;
  // What 413 says of fields is true of secrets and not of bodies.
  const message =
    hint === undefined ? sentence : code === 'too_large' ? hint : `${sentence} ${hint}`;
  return JSON.stringify({ error: { code, message, correlation_id: correlationId } });
}
