import { SECRET_LIMITS } from '../../shared/secret.ts';
import { VaultError } from '../../shared/vault-error.ts';

// Control characters, and those that turn the direction of what follows: a name must not show as another one.
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const SPACE_AT_AN_END = /^\p{White_Space}|\p{White_Space}$/u;

/**
 * The name under which a secret is found: NFKC, then lower case by Unicode's default mapping, no locale. Two names with
 * the same normal form are one name.
 * @throws VaultError `name_invalid` for ill-formed UTF-16 or a NUL, which no name holds.
 */
export function normalizeName(name: string): string {
  if (!name.isWellFormed() || name.includes('\0')) throw invalid();
  return name.normalize('NFKC').toLowerCase();
}

/**
 * The name as it is, if a secret may have it: 1 to 128 characters (code points) of well-formed text, no control,
 * line-breaking or direction-turning characters, no white space at either end.
 * @throws VaultError `name_invalid`.
 */
export function checkName(name: string): string {
  // A code point has at most two UTF-16 units: what is longer is not even counted.
  if (name.length > 2 * SECRET_LIMITS.nameChars || !name.isWellFormed()) throw invalid();
  const characters = Array.from(name).length;
  if (characters < 1 || characters > SECRET_LIMITS.nameChars) throw invalid();
  if (FORBIDDEN.test(name) || SPACE_AT_AN_END.test(name)) throw invalid();
  return name;
}

function invalid(): VaultError {
  return new VaultError('name_invalid');
}
