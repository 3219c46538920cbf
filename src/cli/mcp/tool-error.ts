import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import { asVaultError } from '../../shared/vault-error.ts';

/** What an agent can do about it, or whom it can ask. */
const ADVICE: Partial<Record<ErrorCode, string>> = {
  locked: 'Only the owner can open it (`strongroom unlock`). Go on without it, or ask the owner.',
  header_tampered: 'Only the owner can repair it. Go on without it.',
  tampered: 'Only the owner can repair it. Go on without it.',
  paused: 'The owner has halted access. Do not try again unless the owner says so.',
  suspended: 'Only the owner can let this client in again. Do not try again.',
  unauthorized: 'Only the owner can give this agent another key (`strongroom key create`).',
  not_granted: 'Only the owner can grant it. Ask for it; do not look for another way.',
  not_found: 'It does not exist, or belongs to somebody else.',
  vault_unreachable: 'The owner starts the gateway with `strongroom serve`. Go on without it.',
  too_large: 'A message may have 1 MiB as JSON: shorten or split it.',
  over_quota: '`get_usage` shows what is left.',
};

/**
 * A refusal as the result of a tool: the same `{"error": …}` that the gateway answers, with advice where we have some.
 * The message of anything foreign, or of a cause, is never sent.
 */
export function toolError(thrown: unknown): CallToolResult {
  const { code, correlationId, retryAfterMs, hint = ADVICE[code] } = asVaultError(thrown);
  const error = {
    code,
    message: ERRORS[code].en,
    ...(hint === undefined ? {} : { hint }),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
  };
  return { isError: true, content: [{ type: 'text', text: JSON.stringify({ error }) }] };
}
