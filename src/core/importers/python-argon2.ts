import { VaultError } from '../../shared/vault-error.ts';
import { argon2OfType, type Argon2Cost, type Argon2Type } from '../crypto/argon2id.ts';
import { concat, equal, wipe } from '../crypto/bytes.ts';
import { COST_CEILING } from '../format/header.ts';

/** As argon2-cffi writes it, whatever cost and lengths it was told: `$argon2id$v=19$m=65536,t=3,p=4$salt$hash`. */
const PHC =
  /^\$(argon2id|argon2i|argon2d)\$v=(\d{1,9})\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/;

interface PythonHash {
  readonly type: Argon2Type;
  readonly cost: Argon2Cost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== text) refuse(UNREADABLE);
  return concat(bytes);
}

const UNREADABLE = 'The password hash of the store is not one that Argon2 for Python writes.';

/** Reads the hash and refuses costs that would hang the program, before any of them is paid. */
function readHash(phc: string): PythonHash {
  const [, type, version, m, t, p, salt, hash] = PHC.exec(phc) ?? [];
  if (salt === undefined || hash === undefined) refuse(UNREADABLE);
  if (version !== '19') refuse('Only Argon2 of version 19 can be checked.');
  const cost = { memoryKiB: Number(m), passes: Number(t), lanes: Number(p) };
  const possible = cost.passes >= 1 && cost.lanes >= 1 && cost.memoryKiB >= 8 * cost.lanes;
  if (!possible) refuse(UNREADABLE);
  if (
    cost.memoryKiB > COST_CEILING.memoryKiB ||
    cost.passes > COST_CEILING.passes ||
    cost.lanes > COST_CEILING.lanes
  ) {
    refuse('The password hash of the store asks for more work than this program does.');
  }
  return { type: type as Argon2Type, cost, salt: fromBase64(salt), hash: fromBase64(hash) };
}

/**
 * Whether this is the password of an older Python store.
 * @throws VaultError `invalid_input` for a hash that argon2-cffi does not write, or whose cost is beyond the ceilings
 * of docs/format.md §1; nothing was computed then.
 */
export async function checkPythonPassword(phc: string, password: Uint8Array): Promise<boolean> {
  const { type, cost, salt, hash } = readHash(phc);
  const computed = await argon2OfType(type, password, salt, cost, hash.length);
  const same = equal(computed, hash);
  wipe(computed);
  return same;
}
