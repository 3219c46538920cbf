import { VaultError } from '../../shared/vault-error.ts';
import { wipe } from '../crypto/bytes.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { SecretRow } from '../rows.ts';
import { valueAddress } from './record.ts';
import { decodeValueDocument, type ValueDocument } from './value-document.ts';

/** The opened value of a row, in buffers that the caller wipes. @throws VaultError `record_corrupt`. */
export function openValue(
  keys: VaultKeys,
  row: Pick<SecretRow, 'id' | 'version' | 'kind' | 'encrypted_value'>,
): ValueDocument {
  const plaintext = keys.openField(valueAddress(row), row.encrypted_value);
  const document = plaintext === null ? null : decodeValueDocument(plaintext);
  wipe(plaintext);
  if (document === null) throw new VaultError('record_corrupt');
  return document;
}
