import { afterAll, describe, expect, it } from 'vitest';
import {
  auditLines,
  call,
  openVaultAt,
  removeHomes,
  seededHome,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

describe('a note of a door', () => {
  it('is a line of the chain, without a password', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home);
    const context = call();
    const ref = { channel: 'vault:secrets.list' };
    vault.audit.note({ event: 'ipc.refused', reason: 'locked', ref, n: { calls: 3 } }, context);
    expect(auditLines(home).at(-1)).toMatchObject({
      event: 'ipc.refused',
      outcome: 'denied',
      reason: 'locked',
      ref,
      n: { calls: 3 },
      correlation_id: context.correlationId,
    });
    vault.audit.note({ event: 'page.gone', ref: { why: 'crashed' } }, call());
    expect(auditLines(home).at(-1)).toMatchObject({ outcome: 'error', reason: null });
    await vault.close();
  });

  it('cannot pass for an event of the vault', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home);
    const before = auditLines(home).length;
    for (const event of ['vault.unlock', 'audit.restarted', '__proto__', 'toString']) {
      expect(() => {
        vault.audit.note({ event } as never, call());
      }).toThrow(expect.objectContaining({ code: 'internal' }));
    }
    expect(auditLines(home)).toHaveLength(before);
    await vault.close();
  });
});
