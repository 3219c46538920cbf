/** Where a sealed field belongs. It opens nowhere else. */
export interface FieldAddress {
  /** "<table>.<column>", unique in the whole vault; 1 to 255 ASCII characters. */
  readonly column: string;
  /** 16 bytes. */
  readonly recordId: Uint8Array;
  /** From 1; grows with every update of the record. */
  readonly recordVersion: number;
  /** Byte of the record's kind, 1 to 255. */
  readonly kind: number;
}

/** What an envelope needs of the vault it lies in. */
export interface EnvelopeKeys {
  /** 16 bytes. */
  readonly vaultId: Uint8Array;
  /** Number of the vault key, 1 to 255. */
  readonly keyId: number;
  /** The AES-256 key of one column of one record; whoever asks wipes it. */
  fieldKey(recordId: Uint8Array, column: string): Uint8Array;
}
