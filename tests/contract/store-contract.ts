import { describe, expect, it } from 'vitest';
import type { StoreTransaction } from '../../src/core/ports.ts';
import type { SecretPage } from '../../src/core/rows.ts';
import { filled, sampleId, sampleRows } from '../support/sample-rows.ts';
import { codeOf, codeOfAsync, migrated, nothing, type StorePlace } from './store-place.ts';

/** What core may rely on of rows and transactions, whatever stores them. `newPlace` is called inside a running test. */
export function rowsContract(subject: string, newPlace: () => StorePlace): void {
  describe(`${subject}: rows`, () => {
    it('gives every row back as it was written, in every table', async () => {
      const store = await migrated(newPlace());
      store.transaction((tx) => {
        tx.insert('auth_config', sampleRows.authConfig());
        tx.insert('key_slots', sampleRows.keySlot());
        tx.insert('vault_manifest', sampleRows.manifest());
        tx.insert('audit_chains', sampleRows.auditChain());
        tx.insert('secrets_metadata', sampleRows.secret());
        tx.insert('secret_versions', sampleRows.secretVersion());
        tx.insert('settings', sampleRows.setting());
      });
      expect(store.get('auth_config', 1)).toStrictEqual(sampleRows.authConfig());
      expect(store.get('key_slots', sampleId(1))).toStrictEqual(sampleRows.keySlot());
      expect(store.get('vault_manifest', 1)).toStrictEqual(sampleRows.manifest());
      expect(store.get('audit_chains', filled(16, 9))).toStrictEqual(sampleRows.auditChain());
      expect(store.get('secrets_metadata', sampleId(1))).toStrictEqual(sampleRows.secret());
      expect(store.get('secret_versions', sampleId(1), 1)).toStrictEqual(
        sampleRows.secretVersion(),
      );
      expect(store.get('settings', 'auto_lock_minutes')).toStrictEqual(sampleRows.setting());
      await store.close();
    });

    it('keeps numbers up to the largest safe integer, empty blobs, and text with NUL and umlauts', async () => {
      const store = await migrated(newPlace());
      const manifest = {
        ...sampleRows.manifest(),
        generation: Number.MAX_SAFE_INTEGER,
        anchor_seq: 2 ** 40,
        anchor_key: new Uint8Array(0),
      };
      const setting = { ...sampleRows.setting('ä\0b'), value: '"\u{1F511} ü\0"' };
      store.transaction((tx) => {
        tx.insert('vault_manifest', manifest);
        tx.insert('settings', setting);
      });
      expect(store.get('vault_manifest', 1)).toStrictEqual(manifest);
      expect(store.get('settings', 'ä\0b')).toStrictEqual(setting);
      await store.close();
    });

    it('answers null, nothing and 0 for what is not there', async () => {
      const store = await migrated(newPlace());
      expect(store.get('secrets_metadata', sampleId(9))).toBeNull();
      expect(store.secretByNameIndex(filled(16, 200))).toBeNull();
      expect(store.versionsOf(sampleId(9))).toEqual([]);
      expect([...store.scan('key_slots')]).toEqual([]);
      expect(store.count('secrets_metadata')).toBe(0);
      expect(await store.listSecrets()).toEqual([]);
      await store.close();
    });

    it('gives each caller bytes of its own that are no slice of a pool', async () => {
      const store = await migrated(newPlace());
      const given = sampleRows.secret();
      store.transaction((tx) => tx.insert('secrets_metadata', given));
      given.encrypted_value.fill(0);
      for (const read of [
        () => store.get('secrets_metadata', sampleId(1)),
        () => store.secretByNameIndex(sampleRows.secret().key_name_index),
        () => [...store.scan('secrets_metadata')][0],
      ]) {
        const first = read();
        expect(first).toStrictEqual(sampleRows.secret());
        expect(first?.key_name_index.buffer.byteLength).toBe(16);
        first?.encrypted_value.fill(0);
        expect(read()).toStrictEqual(sampleRows.secret());
      }
      const [listed] = await store.listSecrets();
      expect(listed).toStrictEqual(sampleRows.listedSecret());
      expect(listed?.encrypted_metadata.buffer.byteLength).toBe(listed?.encrypted_metadata.length);
      await store.close();
    });

    it('scans in ascending order of the key, bytewise', async () => {
      const store = await migrated(newPlace());
      // In UTF-16 the astral character would come before U+FF61.
      const names = ['b', 'B', 'ä', '\u{1F511}', '｡', 'a', 'ab'];
      const expected = ['B', 'a', 'ab', 'b', 'ä', '｡', '\u{1F511}'];
      store.transaction((tx) => {
        for (const name of names) tx.insert('settings', sampleRows.setting(name));
        for (const byte of [255, 1, 128]) tx.insert('audit_chains', sampleRows.auditChain(byte));
        for (const number of [3, 1, 2]) tx.insert('secrets_metadata', sampleRows.secret(number));
        for (const version of [10, 9, 2]) {
          tx.insert('secret_versions', sampleRows.secretVersion(2, version));
          tx.insert('secret_versions', sampleRows.secretVersion(1, version));
        }
      });
      expect([...store.scan('settings')].map(({ name }) => name)).toEqual(expected);
      expect([...store.scan('audit_chains')].map(({ chain_id: id }) => id[0])).toEqual([
        1, 128, 255,
      ]);
      const ids = [1, 2, 3].map(sampleId);
      expect([...store.scan('secrets_metadata')].map(({ id }) => id)).toEqual(ids);
      const listed = async (page?: SecretPage) =>
        (await store.listSecrets(page)).map(({ id }) => id);
      expect(await listed()).toEqual(ids);
      expect(await listed({ after: null, limit: 2 })).toEqual(ids.slice(0, 2));
      expect(await listed({ after: ids[1] ?? '', limit: 2 })).toEqual(ids.slice(2));
      expect(await listed({ after: ids[2] ?? '', limit: 2 })).toEqual([]);
      expect([...store.scan('secret_versions')].map((row) => [row.secret_id, row.version])).toEqual(
        [1, 2].flatMap((number) => [2, 9, 10].map((version) => [sampleId(number), version])),
      );
      expect(store.versionsOf(sampleId(1)).map(({ version }) => version)).toEqual([10, 9, 2]);
      await store.close();
    });

    it('finds rows by an indexed column, in order of their ids, and gives NULL back as it is', async () => {
      const store = await migrated(newPlace());
      const keys = [3, 1, 2].map((number) => sampleRows.apiKey(number, number === 2 ? 2 : 1));
      const other = { ...sampleRows.client(2), email_index: filled(16, 70) };
      store.transaction((tx) => {
        tx.insert('clients', sampleRows.client(1));
        tx.insert('clients', other);
        for (const key of keys) tx.insert('api_keys', key);
        tx.insert('grants', sampleRows.grant(1, 1, 5));
        expect(tx.find('grants', 'object_id', sampleId(5))).toHaveLength(1);
      });
      const client = sampleRows.client(1).id;
      expect(store.find('api_keys', 'client_id', client)).toStrictEqual([
        sampleRows.apiKey(1),
        sampleRows.apiKey(3),
      ]);
      expect(store.find('api_keys', 'key_hash', filled(32, 2))).toStrictEqual([
        sampleRows.apiKey(2, 2),
      ]);
      expect(store.find('clients', 'email_index', filled(16, 70))).toStrictEqual([other]);
      expect(store.find('clients', 'external_id_index', filled(16, 70))).toEqual([]);
      expect(store.find('grants', 'client_id', client)).toStrictEqual([sampleRows.grant(1, 1, 5)]);
      await store.close();
    });

    it('lets a scan be written through: it shows the state it began with', async () => {
      const store = await migrated(newPlace());
      store.transaction((tx) => {
        for (const number of [1, 2, 3]) tx.insert('secrets_metadata', sampleRows.secret(number));
      });
      const seen = store.transaction((tx) => {
        const rows: [string, number][] = [];
        for (const row of tx.scan('secrets_metadata')) {
          rows.push([row.id, row.version]);
          const present = tx.remove('secrets_metadata', sampleId(3));
          if (present) tx.update('secrets_metadata', { ...sampleRows.secret(2), version: 2 });
        }
        return rows;
      });
      expect(seen).toEqual([1, 2, 3].map((number) => [sampleId(number), 1]));
      expect([...store.scan('secrets_metadata')].map(({ version }) => version)).toEqual([1, 2]);
      await store.close();
    });
  });

  describe(`${subject}: writes`, () => {
    it('replaces a whole row and finds it under its new name index only', async () => {
      const store = await migrated(newPlace());
      const changed = { ...sampleRows.secret(), key_name_index: filled(16, 77), version: 2 };
      store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret()));
      store.transaction((tx) => tx.update('secrets_metadata', changed));
      expect(store.secretByNameIndex(filled(16, 77))).toStrictEqual(changed);
      expect(store.secretByNameIndex(sampleRows.secret().key_name_index)).toBeNull();
      await store.close();
    });

    it('updates one row of a table with a key of two columns', async () => {
      const store = await migrated(newPlace());
      const changed = { ...sampleRows.secretVersion(1, 2), created_at: '2027-01-01T00:00:00.000Z' };
      store.transaction((tx) => {
        tx.insert('secrets_metadata', sampleRows.secret());
        tx.insert('secret_versions', sampleRows.secretVersion(1, 1));
        tx.insert('secret_versions', sampleRows.secretVersion(1, 2));
        tx.update('secret_versions', changed);
      });
      expect(store.versionsOf(sampleId(1))).toStrictEqual([
        changed,
        sampleRows.secretVersion(1, 1),
      ]);
      await store.close();
    });

    it('says whether there was a row to remove', async () => {
      const store = await migrated(newPlace());
      store.transaction((tx) => tx.insert('settings', sampleRows.setting('a')));
      expect(store.transaction((tx) => tx.remove('settings', 'a'))).toBe(true);
      expect(store.transaction((tx) => tx.remove('settings', 'a'))).toBe(false);
      expect(store.count('settings')).toBe(0);
      await store.close();
    });

    it('refuses with the codes that core acts on, and writes nothing', async () => {
      const store = await migrated(newPlace());
      store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret(1)));
      store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret(2)));
      const sameName = {
        ...sampleRows.secret(3),
        key_name_index: sampleRows.secret(1).key_name_index,
      };
      const tooLate = {
        ...sampleRows.secret(2),
        key_name_index: sampleRows.secret(1).key_name_index,
      };
      const attempts: [string, (tx: StoreTransaction) => void][] = [
        ['name_taken', (tx) => tx.insert('secrets_metadata', sameName)],
        ['name_taken', (tx) => tx.update('secrets_metadata', tooLate)],
        ['not_found', (tx) => tx.update('secrets_metadata', sampleRows.secret(4))],
        ['internal', (tx) => tx.insert('secret_versions', sampleRows.secretVersion(4))],
        [
          'internal',
          (tx) =>
            tx.insert('secrets_metadata', {
              ...sampleRows.secret(1),
              key_name_index: filled(16, 9),
            }),
        ],
        [
          'internal',
          (tx) => {
            tx.insert('secret_versions', sampleRows.secretVersion(1));
            tx.remove('secrets_metadata', sampleId(1));
          },
        ],
      ];
      for (const [code, attempt] of attempts) {
        expect(codeOf(() => store.transaction(attempt))).toBe(code);
      }
      expect([...store.scan('secrets_metadata')]).toStrictEqual([1, 2].map(sampleRows.secret));
      expect(store.count('secret_versions')).toBe(0);
      await store.close();
    });

    it('refuses a second client of the same blind index, a second hash, and a client still in use', async () => {
      const store = await migrated(newPlace());
      const external = { ...sampleRows.client(1), external_id_index: filled(16, 50) };
      store.transaction((tx) => {
        tx.insert('clients', { ...external, email_index: filled(16, 60) });
        tx.insert('clients', sampleRows.client(2));
        tx.insert('clients', sampleRows.client(3));
        tx.insert('api_keys', sampleRows.apiKey(1, 1));
        tx.insert('grants', sampleRows.grant(1, 2));
      });
      const third = sampleRows.client(3);
      const attempts: [string, (tx: StoreTransaction) => void][] = [
        [
          'name_taken',
          (tx) => tx.insert('clients', { ...sampleRows.client(4), name_index: filled(16, 1) }),
        ],
        [
          'name_taken',
          (tx) => tx.update('clients', { ...third, external_id_index: filled(16, 50) }),
        ],
        ['name_taken', (tx) => tx.update('clients', { ...third, email_index: filled(16, 60) })],
        [
          'internal',
          (tx) => tx.insert('api_keys', { ...sampleRows.apiKey(2), key_hash: filled(32, 1) }),
        ],
        ['internal', (tx) => tx.insert('api_keys', sampleRows.apiKey(2, 9))],
        ['internal', (tx) => tx.insert('grants', sampleRows.grant(2, 9))],
        ['internal', (tx) => void tx.remove('clients', sampleRows.client(1).id)],
        ['internal', (tx) => void tx.remove('clients', sampleRows.client(2).id)],
      ];
      for (const [code, attempt] of attempts) {
        expect(codeOf(() => store.transaction(attempt))).toBe(code);
      }
      expect(store.count('clients') + store.count('api_keys') + store.count('grants')).toBe(5);
      await store.close();
    });

    it('refuses a cell that a column does not hold, a missing and an unknown column', async () => {
      const store = await migrated(newPlace());
      const secret = sampleRows.secret();
      const short = Object.fromEntries(
        Object.entries(secret).filter(([name]) => name !== 'updated_at'),
      );
      const rows: unknown[] = [
        { ...secret, version: 1.5 },
        { ...secret, version: 2 ** 53 },
        { ...secret, version: Number.NaN },
        { ...secret, version: 1n },
        { ...secret, version: '1' },
        { ...secret, version: 0 },
        { ...secret, kind: null },
        { ...secret, kind: true },
        { ...secret, created_at: 5 },
        { ...secret, created_at: '\ud800' },
        { ...secret, encrypted_value: 'text' },
        { ...secret, encrypted_value: null },
        { ...secret, key_name_index: filled(15, 1) },
        { ...secret, extra: 1 },
        short,
        { ...short, other: 'x' },
      ];
      for (const row of rows) {
        expect(
          codeOf(() =>
            store.transaction((tx) => tx.insert('secrets_metadata', row as typeof secret)),
          ),
        ).toBe('internal');
      }
      const second = { ...sampleRows.authConfig(), id: 2 } as unknown as ReturnType<
        typeof sampleRows.authConfig
      >;
      expect(codeOf(() => store.transaction((tx) => tx.insert('auth_config', second)))).toBe(
        'internal',
      );
      expect(store.count('secrets_metadata') + store.count('auth_config')).toBe(0);
      await store.close();
    });
  });

  describe(`${subject}: transactions`, () => {
    it('takes everything back when the callback throws, and lets its error through as it is', async () => {
      const store = await migrated(newPlace());
      store.transaction((tx) => tx.insert('settings', sampleRows.setting('kept')));
      const error = new RangeError('of the caller');
      const act = (): void =>
        store.transaction((tx) => {
          tx.insert('settings', sampleRows.setting('new'));
          tx.update('settings', { ...sampleRows.setting('kept'), value: '99' });
          tx.insert('secrets_metadata', sampleRows.secret());
          throw error;
        });
      expect(act).toThrow(error);
      expect([...store.scan('settings')]).toStrictEqual([sampleRows.setting('kept')]);
      expect(store.count('secrets_metadata')).toBe(0);
      await store.close();
    });

    it('shows a transaction its own writes and returns its result', async () => {
      const store = await migrated(newPlace());
      const counted = store.transaction((tx) => {
        tx.insert('secrets_metadata', sampleRows.secret());
        tx.insert('secret_versions', sampleRows.secretVersion());
        expect(tx.get('secrets_metadata', sampleId(1))).toStrictEqual(sampleRows.secret());
        expect(tx.secretByNameIndex(sampleRows.secret().key_name_index)?.id).toBe(sampleId(1));
        expect(tx.versionsOf(sampleId(1))).toHaveLength(1);
        return tx.count('secrets_metadata');
      });
      expect(counted).toBe(1);
      await store.close();
    });

    it('refuses a transaction, a copy and a compaction inside a transaction', async () => {
      const store = await migrated(newPlace());
      for (const inner of [
        () => store.transaction(nothing),
        () => store.copyAside('tampered'),
        () => store.compact(),
      ]) {
        expect(codeOf(() => store.transaction(inner))).toBe('internal');
      }
      expect(store.transaction(() => 'still usable')).toBe('still usable');
      await store.close();
    });

    it('refuses an asynchronous callback and takes its writes back', async () => {
      const store = await migrated(newPlace());
      let late: Promise<void> = Promise.resolve();
      const act = (): unknown =>
        store.transaction((tx) => {
          tx.insert('settings', sampleRows.setting('early'));
          late = Promise.resolve().then(() => tx.insert('settings', sampleRows.setting('late')));
          return late;
        });
      expect(codeOf(act)).toBe('internal');
      expect(await codeOfAsync(() => late)).toBe('internal');
      expect(store.count('settings')).toBe(0);
      await store.close();
    });

    it('refuses a transaction object after its end', async () => {
      const store = await migrated(newPlace());
      const kept = store.transaction((tx) => tx);
      expect(codeOf(() => kept.insert('settings', sampleRows.setting()))).toBe('internal');
      expect(codeOf(() => kept.count('settings'))).toBe('internal');
      expect(store.count('settings')).toBe(0);
      await store.close();
    });
  });
}
