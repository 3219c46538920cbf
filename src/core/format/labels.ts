import { ascii } from '../crypto/bytes.ts';

/**
 * The domain separation labels of format version 1 (docs/format.md). Frozen: what is derived, sealed or MACed under
 * one of them can be read only with the very same bytes. A change is a new label beside the old one.
 */
export const LABELS = {
  vaultKey: ascii('strongroom/vault-key/v1\0'),
  header: ascii('strongroom/header/v1\0'),
  field: ascii('strongroom/field/v1\0'),
  row: ascii('strongroom/row/v1\0'),
  set: ascii('strongroom/set/v1\0'),
} as const;

/** The HKDF infos of the subkeys that belong to the whole vault. Frozen as well. */
export const SUBKEY_INFOS = {
  header: ascii('strongroom/hdr/v1'),
  index: ascii('strongroom/idx/v1'),
  set: ascii('strongroom/set/v1'),
  row: ascii('strongroom/row/v1'),
} as const;
