import type { ErrorCode } from '../../shared/errors.ts';
import { AuthenticationError, VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { equal, wipe } from '../crypto/bytes.ts';
import { decodeHeader, type Header } from '../format/header.ts';
import {
  checkVerifier,
  derivePasswordKeys,
  keyCheckValue,
  unwrapVaultKey,
} from '../format/key-path.ts';
import { normalizePassword } from '../format/password.ts';
import { VaultKeys } from '../format/vault-keys.ts';
import type { AuthConfigRow } from '../rows.ts';
import type { CallEvent, VaultCore } from './vault-core.ts';

/** A password that opened the vault key. The caller wipes `keys` and `password`. */
export interface OpenedVaultKey {
  readonly keys: VaultKeys;
  readonly auth: AuthConfigRow;
  readonly header: Header;
  /** The password in its normal form. */
  readonly password: Uint8Array;
  /** `header_mac` and key check are what this vault key makes of them. */
  readonly verifierHolds: boolean;
}

/** Why a vault key did not open, and whether that counts against the throttle (docs/format.md §10). */
class AttemptFailure extends Error {
  readonly code: ErrorCode;
  readonly counts: boolean;

  constructor(code: ErrorCode, counts: boolean) {
    super(code);
    this.code = code;
    this.counts = counts;
  }
}

/**
 * One attempt with the owner's password: throttled and written ahead. `beside` runs beside the KDF. On failure the
 * attempt's outcome is on disk when this throws; a good one is for the caller to end. Call it inside `exclusively`.
 * @throws VaultError not_initialized · throttled (with retryAfterMs) · any row of docs/format.md §10.
 */
export async function openVaultKey<B>(
  core: VaultCore,
  password: Uint8Array,
  event: CallEvent,
  context: CallContext,
  beside: () => Promise<B>,
): Promise<OpenedVaultKey & { readonly beside: B }> {
  const { auth, normalized } = prepareAttempt(core, password, event, context);
  let begun = false;
  try {
    core.audit.beginAttempt(context);
    begun = true;
    const opened = await attempt(core, auth, normalized, beside);
    return { ...opened, password: normalized };
  } catch (thrown) {
    wipe(normalized);
    if (!begun) throw core.failed(event, thrown, context);
    throw settleFailure(core, thrown, context);
  }
}

/** Everything that refuses before an attempt is counted. */
function prepareAttempt(
  core: VaultCore,
  password: Uint8Array,
  event: CallEvent,
  context: CallContext,
): { readonly auth: AuthConfigRow; readonly normalized: Uint8Array } {
  try {
    const auth = core.authConfig();
    if (auth === null) throw new VaultError('not_initialized');
    const retryAfterMs = core.audit.retryAfterMs();
    if (retryAfterMs > 0) throw new AuthenticationError('throttled', { retryAfterMs });
    return { auth, normalized: normalizePassword(password) };
  } catch (thrown) {
    throw core.failed(event, thrown, context);
  }
}

/** The line of a failed attempt, and the error the caller sees. */
export function settleFailure(core: VaultCore, thrown: unknown, context: CallContext): VaultError {
  const { correlationId } = context;
  if (thrown instanceof AttemptFailure) {
    const { code, counts } = thrown;
    core.audit.endAttempt({ outcome: 'denied', reason: code, countsAsFailure: counts }, context);
    return code === 'bad_password'
      ? new AuthenticationError(code, { correlationId, retryAfterMs: core.audit.retryAfterMs() })
      : new VaultError(code, { correlationId });
  }
  const error = asVaultError(thrown);
  error.correlationId ??= correlationId;
  if (error.code !== 'audit_unavailable') {
    core.audit.endAttempt(
      { outcome: 'error', reason: error.code, countsAsFailure: false },
      context,
    );
  }
  return error;
}

async function attempt<B>(
  core: VaultCore,
  auth: AuthConfigRow,
  password: Uint8Array,
  beside: () => Promise<B>,
): Promise<Omit<OpenedVaultKey, 'password'> & { readonly beside: B }> {
  const header = readHeader(core, auth);
  const oneThread = Promise.withResolvers<true>();
  const begin = () => {
    oneThread.resolve(true);
  };
  // Both settle before anything is decided: the KDF's keys must be wiped whatever the other finds.
  const [derived, besides] = await Promise.allSettled([
    derivePasswordKeys(password, header, begin).finally(begin),
    oneThread.promise.then(beside),
  ]);
  if (derived.status === 'rejected') throw derived.reason;
  const { kek, kck } = derived.value;
  try {
    if (besides.status === 'rejected') throw besides.reason;
    const vaultKey = unwrapVaultKey(kek, auth.wrap_nonce, auth.wrapped_vault_key, auth.kdf_header);
    const keyCheckHolds = equal(keyCheckValue(kck, auth.kdf_header), auth.key_check);
    if (vaultKey === null) throw await diagnose(core, auth, header, password, keyCheckHolds);
    const keys = new VaultKeys(vaultKey, header.vaultId, header.keyId);
    const mac = keys.headerMac(auth.kdf_header, auth.password_hash);
    const verifierHolds = keyCheckHolds && equal(mac, auth.header_mac);
    return { keys, auth, header, verifierHolds, beside: besides.value };
  } finally {
    wipe(kek, kck);
  }
}

/** The header; what is newer is said first, and a file that is not ours is `db_corrupt` whatever its header says. */
function readHeader(core: VaultCore, auth: AuthConfigRow): Header {
  try {
    return decodeHeader(auth.kdf_header);
  } catch (thrown) {
    if (asVaultError(thrown).code !== 'newer_format') core.store.checkStructure();
    throw thrown;
  }
}

/** Says why the vault key did not open: damage is never called a bad password. */
async function diagnose(
  core: VaultCore,
  auth: AuthConfigRow,
  header: Header,
  password: Uint8Array,
  keyCheckHolds: boolean,
): Promise<AttemptFailure> {
  if (keyCheckHolds) return new AttemptFailure('key_slot_corrupt', false);
  const verified = await checkVerifier(password, auth.password_hash, header.cost);
  if (verified === true) return new AttemptFailure('header_tampered', false);
  const manifest = core.store.get('vault_manifest', 1);
  if (manifest?.epoch !== header.epoch) return new AttemptFailure('header_tampered', true);
  if (verified === null) return new AttemptFailure('vault_header_invalid', true);
  return new AttemptFailure('bad_password', true);
}
