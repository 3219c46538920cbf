import type { CallContext } from '../core/call.ts';
import { VaultError, asVaultError } from '../shared/vault-error.ts';

/** What was not found by a name or a number comes with where to look. */
export function hinted(error: VaultError, hint: string): VaultError {
  if (error.code !== 'not_found' || error.hint !== undefined) return error;
  const { correlationId } = error;
  return new VaultError('not_found', {
    cause: error,
    hint,
    ...(correlationId === undefined ? {} : { correlationId }),
  });
}

/** From the unlock on there are audit lines under the command's correlation id, so every refusal names it. */
export function stamped(thrown: unknown, { correlationId }: CallContext): unknown {
  if (
    !(thrown instanceof Error) ||
    thrown.name === 'Interrupted' ||
    thrown.name === 'OutputClosed'
  ) {
    return thrown;
  }
  const error = hinted(asVaultError(thrown), '`strongroom ls` lists the names.');
  error.correlationId ??= correlationId;
  return error;
}
