import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openRuntime } from '../../src/runtime/create-runtime.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { ChildProgram } from '../support/child-program.ts';
import { filesBelow } from '../support/find-plaintext.ts';
import { MARKER, expectSound, filledHome, openAgain } from '../support/killed-vault.ts';
import { FAULT_TIMEOUT_MS } from '../support/seeded-random.ts';
import { call, removeHomes } from '../support/vault-fixture.ts';

afterAll(removeHomes);

/** The log and its state, byte for byte. */
function logOf(home: string): string {
  const { audit } = vaultPaths(home);
  return ['audit.jsonl', 'chain'].map((file) => readFileSync(join(audit, file), 'latin1')).join();
}

describe('a second process', { timeout: FAULT_TIMEOUT_MS }, () => {
  it.each(['idle', 'locked-log', 'unlocked', 'transaction'] as const)(
    'gets `vault_in_use`, writes nothing, and opens after a kill -9 (the first one: %s)',
    async (stage) => {
      const home = await filledHome(4);
      const first = new ChildProgram('hold-vault', { home, stage, marker: MARKER });
      await first.next('holding');
      const log = logOf(home);
      const files = filesBelow(home).sort();
      const begun = performance.now();
      for (const create of [false, true]) {
        await expect(openRuntime({ home, create, busyTimeoutMs: 200 })).rejects.toMatchObject({
          code: 'vault_in_use',
        });
      }
      expect(performance.now() - begun).toBeGreaterThan(390);
      expect(logOf(home)).toBe(log);
      expect(filesBelow(home).sort()).toEqual(files);
      await first.kill();
      const { vault, report } = await openAgain(home);
      expect(report).toMatchObject({ state: 'unlocked', notices: [] });
      await expectSound(vault, { home, done: [] });
      const names = (await vault.secrets.list(call())).secrets.map(({ name }) => name);
      // What stood in a transaction that never ended is not there.
      expect(names).not.toContain('half done');
      await vault.close();
    },
  );

  it('waits five seconds by default, and opens as soon as the first one is gone', async () => {
    const home = await filledHome(4);
    const first = new ChildProgram('hold-vault', { home, stage: 'idle', marker: MARKER });
    await first.next('holding');
    const begun = performance.now();
    await expect(openRuntime({ home, create: false })).rejects.toMatchObject({
      code: 'vault_in_use',
    });
    expect(performance.now() - begun).toBeGreaterThan(4900);
    first.tell('let go');
    expect(await first.exited).toEqual({ code: 0, signal: null });
    const { vault, close } = await openRuntime({ home, create: false });
    expect(vault.status().state).toBe('locked');
    await close();
  });

  it('of the same program is refused like any other', async () => {
    const home = await filledHome(4);
    const { close } = await openRuntime({ home, create: false });
    await expect(openRuntime({ home, create: false, busyTimeoutMs: 50 })).rejects.toMatchObject({
      code: 'vault_in_use',
    });
    await close();
    const again = await openRuntime({ home, create: false });
    await again.close();
  });
});
