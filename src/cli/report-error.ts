import { ERRORS, type ErrorCode } from '../shared/errors.ts';
import { asVaultError } from '../shared/vault-error.ts';
import type { Io } from './io.ts';
import { Interrupted, OutputClosed } from './interrupted.ts';

/**
 * Tells the owner what went wrong on standard error and returns the exit code. Only what the error table and the
 * error's own public parts say: the message of anything foreign, or of a cause, is never printed.
 */
export function reportError(thrown: unknown, io: Io, json: boolean): number {
  if (thrown instanceof Interrupted) return thrown.exitCode;
  if (thrown instanceof OutputClosed) return 0;
  const { code, correlationId, retryAfterMs, hint } = asVaultError(thrown);
  const { en: message, exit } = ERRORS[code];
  if (json) {
    io.talk(
      JSON.stringify({
        error: {
          code,
          message,
          ...(hint === undefined ? {} : { hint }),
          ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
          ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
        },
      }),
      'json',
    );
    return exit;
  }
  const facts = [
    `code ${code}`,
    ...(retryAfterMs === undefined || retryAfterMs === 0
      ? []
      : [`wait ${secondsText(retryAfterMs)}`]),
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
  ];
  io.talk(`strongroom: ${sentenceOf(code, message, hint)}`, 'text');
  io.talk(`  ${facts.join(' · ')}`, 'text');
  return exit;
}

/** These two codes say little: where there is a hint, it says all. */
function sentenceOf(code: ErrorCode, message: string, hint: string | undefined): string {
  if (hint === undefined) return message;
  return code === 'invalid_input' || code === 'internal' ? hint : `${message} ${hint}`;
}

/** A wait in whole seconds, rounded up, so that the next attempt is accepted after it. */
export function secondsText(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
