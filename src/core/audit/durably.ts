import { VaultError } from '../../shared/vault-error.ts';
import type { AuditStorage } from '../ports.ts';

/**
 * Runs a step that may be run twice. On a full disk the ballast is released, once, and the step repeated.
 * @throws VaultError `audit_unavailable` for whatever the storage throws.
 */
export function durably<R>(storage: AuditStorage, step: () => R): R {
  try {
    return step();
  } catch (thrown) {
    if (!isFull(thrown) || !madeRoom(storage)) throw unavailable(thrown);
  }
  try {
    return step();
  } catch (thrown) {
    throw unavailable(thrown);
  }
}

function isFull(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT';
}

function madeRoom(storage: AuditStorage): boolean {
  try {
    return storage.releaseBallast();
  } catch {
    return false;
  }
}

function unavailable(cause: unknown): VaultError {
  return new VaultError('audit_unavailable', { cause });
}
