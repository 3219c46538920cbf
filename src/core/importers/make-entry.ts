import { DEFAULT_FIELD, SECRET_LIMITS } from '../../shared/secret.ts';
import { VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { ImportEntry } from '../api.ts';
import { checkName } from '../format/name-index.ts';
import { isUtf8 } from '../secrets/utf8.ts';
import { guessFromName } from './guess-kind.ts';
import type { ImportProblem } from './parsed-import.ts';

/** A name with one value becomes a secret with the field `value`; kind, provider and environment by its name. */
export function plainEntry(name: string, value: Uint8Array): ImportEntry {
  const { kind, ...metadata } = guessFromName(name);
  return {
    name,
    kind,
    fields: [{ name: DEFAULT_FIELD, value }],
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

/** Why a secret may not have this name or this value, or null if it may. */
export function problemWith(name: string, value: Uint8Array): ImportProblem | null {
  try {
    checkName(name);
    if (value.length > SECRET_LIMITS.fieldBytes) throw new VaultError('too_large');
    if (!isUtf8(value)) throw new VaultError('value_not_text');
    return null;
  } catch (thrown) {
    return { name, code: asVaultError(thrown).code };
  }
}
