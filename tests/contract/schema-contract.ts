import { describe, expect, it } from 'vitest';
import { sampleId, sampleRows } from '../support/sample-rows.ts';
import { codeOf, codeOfAsync, migrated, nothing, type StorePlace } from './store-place.ts';

/** What core may rely on of the schema and of owning the file. `newPlace` is called inside a running test. */
export function schemaContract(subject: string, newPlace: () => StorePlace): void {
  describe(`${subject}: schema`, () => {
    it('begins at 0 without tables, and reads them as empty', async () => {
      const store = newPlace().open();
      expect(store.schema().version).toBe(0);
      expect(store.schema().latest).toBe(store.schema().steps.length);
      store.checkStructure();
      expect([...store.scan('settings')]).toEqual([]);
      expect(store.get('auth_config', 1)).toBeNull();
      expect(store.count('secrets_metadata')).toBe(0);
      expect(store.versionsOf(sampleId(1))).toEqual([]);
      expect(store.find('grants', 'object_id', sampleId(1))).toEqual([]);
      expect(await store.listSecrets()).toEqual([]);
      expect(
        codeOf(() => store.transaction((tx) => tx.insert('settings', sampleRows.setting()))),
      ).toBe('internal');
      await store.close();
    });

    it('runs each pending step once and ends each with the reseal', async () => {
      const store = newPlace().open();
      const versions: number[] = [];
      const { steps } = store.schema();
      const numbers = steps.map(({ number }) => number);
      expect(await store.migrateUp(() => versions.push(store.schema().version))).toEqual(numbers);
      expect(versions).toEqual(numbers);
      expect(store.schema().version).toBe(store.schema().latest);
      expect(await store.migrateUp(() => versions.push(-1))).toEqual([]);
      expect(versions).toEqual(numbers);
      store.checkStructure();
      await store.close();
    });

    it('stays at the old schema when the reseal throws, with every row as it was', async () => {
      const place = newPlace();
      const store = await migrated(place);
      store.transaction((tx) => {
        tx.insert('secrets_metadata', sampleRows.secret());
        tx.insert('settings', sampleRows.setting());
      });
      const error = new RangeError('of the caller');
      const failing = store.migrateDown(2, (tx) => {
        tx.remove('secrets_metadata', sampleId(1));
        throw error;
      });
      await expect(failing).rejects.toBe(error);
      expect(store.schema().version).toBe(store.schema().latest);
      store.checkStructure();
      expect([...store.scan('secrets_metadata')]).toStrictEqual([sampleRows.secret()]);
      expect([...store.scan('settings')]).toStrictEqual([sampleRows.setting()]);
      store.transaction((tx) => tx.remove('settings', 'auto_lock_minutes'));
      await store.close();
      expect(place.open().count('settings')).toBe(0);
    });

    it('goes down to a version and up again; the tables come and go', async () => {
      const store = await migrated(newPlace());
      store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret()));
      store.transaction((tx) => tx.insert('settings', sampleRows.setting()));
      const written = { ...sampleRows.secret(), version: 7 };
      expect(await store.migrateDown(1, (tx) => tx.update('secrets_metadata', written))).toEqual([
        6, 5, 4, 3, 2,
      ]);
      expect(store.schema().version).toBe(1);
      expect([...store.scan('settings')]).toEqual([]);
      store.checkStructure();
      expect(await store.migrateDown(1, nothing)).toEqual([]);
      expect(await store.migrateUp(nothing)).toEqual([2, 3, 4, 5, 6]);
      expect([...store.scan('secrets_metadata')]).toStrictEqual([written]);
      expect(store.count('settings')).toBe(0);
      await store.close();
    });

    it('refuses a number that is no schema below, and 0 while there is a vault', async () => {
      const store = await migrated(newPlace());
      for (const version of [7, -1, 1.5, Number.NaN]) {
        expect(await codeOfAsync(() => store.migrateDown(version, nothing))).toBe('invalid_input');
      }
      store.transaction((tx) => tx.insert('auth_config', sampleRows.authConfig()));
      expect(await codeOfAsync(() => store.migrateDown(0, nothing))).toBe('invalid_input');
      store.transaction((tx) => tx.remove('auth_config', 1));
      expect(await store.migrateDown(0, nothing)).toEqual([6, 5, 4, 3, 2, 1]);
      store.checkStructure();
      await store.close();
    });
  });

  describe(`${subject}: ownership`, () => {
    it('keeps its rows when it is closed and opened again', async () => {
      const place = newPlace();
      const store = await migrated(place);
      store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret()));
      store.compact({ vacuum: true });
      await store.close();
      await store.close();
      const again = place.open();
      again.checkStructure();
      expect(await again.listSecrets()).toStrictEqual([sampleRows.listedSecret()]);
      await again.close();
    });

    it('is open once at a time, and refuses everything once it is closed', async () => {
      const place = newPlace();
      const store = await migrated(place);
      expect(codeOf(() => place.open())).toBe('vault_in_use');
      await store.close();
      expect(codeOf(() => store.count('settings'))).toBe('internal');
      expect(codeOf(() => store.transaction(nothing))).toBe('internal');
      expect(codeOf(() => store.compact())).toBe('internal');
      expect(codeOf(() => store.checkStructure())).toBe('internal');
      expect(await codeOfAsync(() => store.listSecrets())).toBe('internal');
      expect(await codeOfAsync(() => store.prepare())).toBe('internal');
      await place.open().close();
    });
  });
}
