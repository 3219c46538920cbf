import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { ChainCursor, KEY_BYTES, chainStart } from '../../../../src/core/audit/chain.ts';
import { parseLine } from '../../../../src/core/audit/line.ts';
import { nextTurn } from '../../../../src/core/next-turn.ts';
import type { AuditStorage } from '../../../../src/core/ports.ts';
import { vaultPaths } from '../../../../src/runtime/paths.ts';
import {
  PASSWORD,
  auditLines,
  call,
  openVaultAt,
  removeHomes,
  seededHome,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

/** An unlocked vault with a log of many slices. `read` is called for each file that a verification reads. */
async function vaultWithLog(lines: number, read: (file: string) => void = () => undefined) {
  const home = await seededHome();
  const wrapAudit = (storage: AuditStorage): AuditStorage =>
    new Proxy(storage, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          if (name === 'read') read(String(args[0]));
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
  const vault = openVaultAt(home, { wrapAudit });
  for (let i = 0; i < lines; i += 1) await refused(vault);
  await vault.unlock({ password: utf8(PASSWORD) }, call());
  return { vault, home };
}

const refused = (vault: VaultApi) => vault.secrets.list(call()).catch(() => undefined);

describe('audit.verify', () => {
  it('lets other calls run, and counts their lines as well', async () => {
    const { vault } = await vaultWithLog(1200);
    const verifying = vault.audit.verify(call());
    await nextTurn();
    await vault.secrets.set({ name: 'meanwhile', fields: [] }, call());
    const verification = await verifying;
    expect(verification).toMatchObject({ ok: true, faults: [] });
    expect(verification.linesVerified).toBeGreaterThan(1200);
    await vault.close();
  });

  it('is ended by a lock in the middle, with `locked` and its line; nothing is read after it', async () => {
    const state = { locked: false, readAfterLock: 0 };
    const { vault, home } = await vaultWithLog(1200, () => {
      if (state.locked) state.readAfterLock += 1;
    });
    const context = call();
    const outcome = vault.audit.verify(context).then(
      () => 'verified',
      (error: unknown) => error,
    );
    await nextTurn();
    const locking = vault.lock('suspend', call());
    state.locked = true;
    await locking;
    expect(await outcome).toMatchObject({ code: 'locked', correlationId: context.correlationId });
    expect(state.readAfterLock).toBe(0);
    const lines = auditLines(home).filter((l) => l['correlation_id'] === context.correlationId);
    expect(lines).toMatchObject([{ event: 'audit.verify', outcome: 'denied', reason: 'locked' }]);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(await vault.audit.verify(call())).toMatchObject({ ok: true });
    await vault.close();
  });

  it('leaves no first key of a chain behind when a lock returns', async () => {
    const { vault, home } = await vaultWithLog(600);
    const log = readFileSync(join(vaultPaths(home).audit, 'audit.jsonl'));
    const firstLine = parseLine(log.subarray(0, log.indexOf('\n') + 1));
    if (firstLine === null) throw new Error('the log has a first line');
    const verifying = vault.audit.verify(call()).catch(() => undefined);
    await nextTurn();
    const wiped: Uint8Array[] = [];
    const fill = Buffer.prototype.fill;
    const spy = vi.spyOn(Buffer.prototype, 'fill').mockImplementation(function (
      this: Buffer,
      value,
    ) {
      if (value === 0 && this.length === KEY_BYTES) wiped.push(Uint8Array.from(this));
      return fill.call(this, value);
    });
    const locking = vault.lock('owner', call());
    spy.mockRestore();
    const opensChain = (key: Uint8Array) => new ChainCursor(chainStart(key)).accepts(firstLine);
    // The key itself, and the copy of a walk that stands before the first line.
    expect(wiped.filter(opensChain)).toHaveLength(2);
    await Promise.all([locking, verifying]);
    await vault.close();
  });
});
