import { describe, expect, it } from 'vitest';
import { hkdfSha256 } from '../../../../src/core/crypto/digest.ts';
import { concat } from '../../../../src/core/crypto/bytes.ts';
import { LABELS, SUBKEY_INFOS } from '../../../../src/core/format/labels.ts';
import { VaultKeys, type FieldAddress } from '../../../../src/core/format/vault-keys.ts';
import { AuthenticationError } from '../../../../src/shared/vault-error.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

const subkeys = readVectors('subkeys') as {
  vaultKey: string;
  vaultId: string;
  fields: { recordId: string; column: string; key: string }[];
  vault: { hdr: string; idx: string; set: string; row: string };
};
const rows = readVectors('row') as {
  rows: { table: string; hash: string; rowMac: string; term: string }[];
};
const names = readVectors('name-index') as {
  names: { name: string; index: string }[];
  blind: { column: string; text: string; index: string }[];
};

const make = () => new VaultKeys(hex(subkeys.vaultKey), hex(subkeys.vaultId), 1);
const ADDRESS: FieldAddress = {
  column: 'a.b',
  recordId: new Uint8Array(16),
  recordVersion: 1,
  kind: 18,
};

describe('subkeys', () => {
  it.each(subkeys.fields)('K_field of $column, record $recordId', ({ recordId, column, key }) => {
    const info = concat(LABELS.field, Buffer.from(column));
    for (const ikm of forms(subkeys.vaultKey)) {
      expect(toHex(hkdfSha256(ikm, hex(recordId), info, 32))).toBe(key);
    }
  });

  it('of the vault have the frozen labels', () => {
    const derive = (info: Uint8Array) =>
      toHex(hkdfSha256(hex(subkeys.vaultKey), hex(subkeys.vaultId), info, 32));
    expect({
      hdr: derive(SUBKEY_INFOS.header),
      idx: derive(SUBKEY_INFOS.index),
      set: derive(SUBKEY_INFOS.set),
      row: derive(SUBKEY_INFOS.row),
    }).toEqual(subkeys.vault);
  });
});

describe('VaultKeys', () => {
  it.each(rows.rows)('makes row_mac and term as frozen, table $table', (vector) => {
    const keys = make();
    for (const hash of forms(vector.hash)) {
      expect(toHex(keys.rowMac(vector.table, hash))).toBe(vector.rowMac);
      expect(toHex(keys.term(vector.table, hash))).toBe(vector.term);
    }
  });

  it.each(names.names)('indexes the name $name as frozen', ({ name, index }) => {
    expect(toHex(make().nameIndex(name))).toBe(index);
  });

  it.each(names.blind)('indexes $column "$text" as frozen', ({ column, text, index }) => {
    expect(toHex(make().blindIndex(column, text))).toBe(index);
  });

  it('indexes no name with a NUL, which could pass for another blind index', () => {
    for (const name of ['clients.name\0bot', '\0', '\ud800']) {
      expect(() => make().nameIndex(name)).toThrow(
        expect.objectContaining({ code: 'name_invalid' }),
      );
    }
  });

  it('tells one table from another', () => {
    const keys = make();
    const hash = new Uint8Array(32);
    expect(keys.term('ab', hash)).not.toEqual(keys.term('a', hash));
    expect(keys.term('a', hash)).not.toEqual(keys.rowMac('a', hash));
  });

  it('wipes the key that it took over, and then refuses everything as locked', () => {
    const vaultKey = hex(subkeys.vaultKey);
    const keys = new VaultKeys(vaultKey, hex(subkeys.vaultId), 1);
    const sealed = keys.sealField(ADDRESS, new Uint8Array(3));
    const bytes = new Uint8Array(32);
    expect(keys.wiped).toBe(false);
    keys.wipe();
    keys.wipe();
    expect(keys.wiped).toBe(true);
    expect(vaultKey.every((byte) => byte === 0)).toBe(true);
    const calls: (() => unknown)[] = [
      () => keys.nameIndex('a'),
      () => keys.blindIndex('a.b', 'c'),
      () => keys.headerMac(new Uint8Array(96), ''),
      () => keys.rowMac('a', bytes),
      () => keys.term('a', bytes),
      () => keys.sealField(ADDRESS, bytes),
      () => keys.openField(ADDRESS, sealed),
      () => keys.sealLong(ADDRESS, bytes),
      () => keys.openLong(ADDRESS, [sealed]),
      () => keys.wrapUnder(bytes, new Uint8Array(12), new Uint8Array(96)),
    ];
    const own = Object.getOwnPropertyNames(VaultKeys.prototype);
    expect(calls.length).toBe(own.length - ['constructor', 'wiped', 'wipe'].length);
    for (const call of calls) {
      expect(call).toThrow(AuthenticationError);
      expect(call).toThrow(expect.objectContaining({ code: 'locked' }));
    }
  });

  it('keeps a vault id of its own', () => {
    const vaultId = hex(subkeys.vaultId);
    const keys = new VaultKeys(hex(subkeys.vaultKey), vaultId, 7);
    const sealed = keys.sealField(ADDRESS, Uint8Array.of(1));
    vaultId.fill(0);
    expect(toHex(keys.vaultId)).toBe(subkeys.vaultId);
    expect(keys.keyId).toBe(7);
    expect(keys.openField(ADDRESS, sealed)).not.toBeNull();
  });

  it('refuses keys and ids of another size', () => {
    const [key, id] = [new Uint8Array(32), new Uint8Array(16)];
    const wrong: (() => unknown)[] = [
      () => new VaultKeys(new Uint8Array(31), id, 1),
      () => new VaultKeys(key, new Uint8Array(17), 1),
      () => new VaultKeys(key, id, 0),
      () => new VaultKeys(key, id, 256),
      () => new VaultKeys(key, id, 1.5),
    ];
    for (const call of wrong) expect(call).toThrow(RangeError);
  });
});
