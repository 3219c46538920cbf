import { AuthenticationError } from '../../shared/vault-error.ts';
import { ascii, concat, u8, wipe } from '../crypto/bytes.ts';
import { hkdfSha256, hmacSha256 } from '../crypto/digest.ts';
import { openChunks, openEnvelope, sealChunks, sealEnvelope } from './envelope.ts';
import type { EnvelopeKeys, FieldAddress } from './field-address.ts';
import { wrapVaultKey } from './key-path.ts';
import { LABELS, SUBKEY_INFOS } from './labels.ts';
import { normalizeName } from './name-index.ts';

export type { FieldAddress } from './field-address.ts';

const KEY_LENGTH = 32;
const INDEX_LENGTH = 16;
const ZERO = u8(0);
/** Columns whose label is kept; chunks of long texts have columns without end. */
const INFOS_KEPT = 64;

/** Everything that is gone after `wipe`. */
interface LiveKeys {
  readonly raw: Uint8Array;
  readonly envelope: EnvelopeKeys;
  readonly header: Uint8Array;
  readonly index: Uint8Array;
  readonly set: Uint8Array;
  readonly row: Uint8Array;
}

/**
 * The vault key and everything that is done with it (docs/format.md §§2 to 6). It lives while the vault is unlocked;
 * after `wipe` every method throws AuthenticationError `locked`.
 */
export class VaultKeys {
  /** 16 bytes. */
  readonly vaultId: Uint8Array;
  /** Number of the vault key, 1 to 255. */
  readonly keyId: number;
  #live: LiveKeys | null;

  /**
   * Takes `vaultKey` over: 32 bytes, wiped by `wipe()`.
   * @throws RangeError for a wrong length or a key id outside 1 to 255.
   */
  constructor(vaultKey: Uint8Array, vaultId: Uint8Array, keyId: number) {
    const fits = vaultKey.length === KEY_LENGTH && vaultId.length === 16;
    if (!fits || !Number.isInteger(keyId) || keyId < 1 || keyId > 255) {
      throw new RangeError('a vault key has 32 bytes, a vault id 16, a key id is 1 to 255');
    }
    this.vaultId = Uint8Array.from(vaultId);
    this.keyId = keyId;
    this.#live = deriveAll(vaultKey, this.vaultId, keyId);
  }

  get wiped(): boolean {
    return this.#live === null;
  }

  /** Index of a secret's name, 16 bytes: equal names in any case give equal bytes. @throws VaultError `name_invalid`. */
  nameIndex(name: string): Uint8Array {
    return firstBytes(hmacSha256(this.#keys().index, utf8(normalizeName(name))));
  }

  /** Index of another sealed text, 16 bytes. `column` is "<table>.<column>", `text` is normalised by the caller. */
  blindIndex(column: string, text: string): Uint8Array {
    return firstBytes(hmacSha256(this.#keys().index, ascii(column), ZERO, utf8(text)));
  }

  /** `header_mac`, 32 bytes: vouches for the header and the PHC string beside it. */
  headerMac(headerBytes: Uint8Array, phc: string): Uint8Array {
    return hmacSha256(this.#keys().header, LABELS.header, headerBytes, utf8(phc));
  }

  /** `row_mac` of a row that is readable while locked, 32 bytes. */
  rowMac(table: string, rowHash: Uint8Array): Uint8Array {
    return hmacSha256(this.#keys().row, concat(LABELS.row, ascii(table), ZERO, rowHash));
  }

  /** The row's term in the manifest's digest, 32 bytes. */
  term(table: string, rowHash: Uint8Array): Uint8Array {
    return hmacSha256(this.#keys().set, concat(LABELS.set, ascii(table), ZERO, rowHash));
  }

  /**
   * Seals a text of at most 4 MiB for one address, under a fresh nonce.
   * @throws VaultError `too_large`; RangeError for an address that no field has.
   */
  sealField(address: FieldAddress, plaintext: Uint8Array): Uint8Array {
    return sealEnvelope(this.#keys().envelope, address, plaintext);
  }

  /** The text, which the caller wipes. Null: not an envelope of this address and vault key, or damaged. */
  openField(address: FieldAddress, envelope: Uint8Array): Uint8Array | null {
    return openEnvelope(this.#keys().envelope, address, envelope);
  }

  /** Seals a text of any length: one envelope up to 4 MiB, else chunks in their order (docs/format.md §4). */
  sealLong(address: FieldAddress, plaintext: Uint8Array): Uint8Array[] {
    return sealChunks(this.#keys().envelope, address, plaintext);
  }

  /** The text behind all envelopes of `sealLong`, which the caller wipes. Null: one is missing, moved or damaged. */
  openLong(address: FieldAddress, envelopes: readonly Uint8Array[]): Uint8Array | null {
    return openChunks(this.#keys().envelope, address, envelopes);
  }

  /** Wraps the vault key under the KEK of a (new) password: `wrapped_vault_key`, 48 bytes. */
  wrapUnder(kek: Uint8Array, nonce: Uint8Array, headerBytes: Uint8Array): Uint8Array {
    return wrapVaultKey(kek, nonce, this.#keys().raw, headerBytes);
  }

  /** Overwrites the vault key and all keys derived from it. May be called twice. */
  wipe(): void {
    if (this.#live === null) return;
    const { raw, header, index, set, row } = this.#live;
    wipe(raw, header, index, set, row);
    this.#live = null;
  }

  #keys(): LiveKeys {
    if (this.#live === null) throw new AuthenticationError('locked');
    return this.#live;
  }
}

function deriveAll(vaultKey: Uint8Array, vaultId: Uint8Array, keyId: number): LiveKeys {
  const subkey = (info: Uint8Array): Uint8Array => hkdfSha256(vaultKey, vaultId, info, KEY_LENGTH);
  const infos = new Map<string, Uint8Array>();
  const infoOf = (column: string): Uint8Array => {
    const known = infos.get(column);
    if (known !== undefined) return known;
    const info = concat(LABELS.field, ascii(column));
    if (infos.size < INFOS_KEPT) infos.set(column, info);
    return info;
  };
  return {
    raw: vaultKey,
    envelope: {
      vaultId,
      keyId,
      fieldKey: (recordId, column) => hkdfSha256(vaultKey, recordId, infoOf(column), KEY_LENGTH),
    },
    header: subkey(SUBKEY_INFOS.header),
    index: subkey(SUBKEY_INFOS.index),
    set: subkey(SUBKEY_INFOS.set),
    row: subkey(SUBKEY_INFOS.row),
  };
}

function firstBytes(mac: Uint8Array): Uint8Array {
  return concat(mac.subarray(0, INDEX_LENGTH));
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
