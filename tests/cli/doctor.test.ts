import { describe, expect, it } from 'vitest';
import { PASSWORD, fakeWorld, type World } from './fake-world.ts';

const SECRET = { id: 'id-1', name: 'openai' };
const REPAIRED = {
  copy: 'vault.db.tampered-20261120',
  dropped: [{ table: 'secrets_metadata', id: 'id-2' }],
  kept: [{ table: 'settings', id: 'idle.minutes' }],
};

function world(tampered: boolean): World {
  const made = fakeWorld();
  made.io.canAsk = true;
  made.io.typed = [PASSWORD, PASSWORD];
  made.vault.replies.set('secrets.list', { secrets: [SECRET], damaged: [] });
  made.vault.replies.set('audit.verify', { ok: true, linesVerified: 3, chains: 1, faults: [] });
  made.vault.replies.set('repair', REPAIRED);
  made.vault.replies.set('previewRepair', { dropped: REPAIRED.dropped, kept: REPAIRED.kept });
  if (tampered)
    made.vault.report = { ...made.vault.report, state: 'tampered', notices: ['tampered'] };
  return made;
}

const called = (made: World): string[] => made.vault.calls.map(({ method }) => method);

describe('doctor', () => {
  it('finds nothing in a healthy vault and opens no secret', async () => {
    const healthy = world(false);
    expect(await healthy.run('doctor', '--json')).toBe(0);
    expect(JSON.parse(healthy.stdout())).toMatchObject({ ok: true, repair: null });
    expect(called(healthy)).not.toContain('secrets.withSecret');
  });

  it('names tampering, damaged records and a broken log, and ends with exit 1', async () => {
    const bad = world(true);
    const faults = [{ file: 'audit.jsonl', line: 2, seq: 1, problem: 'missing' }];
    bad.vault.replies.set('audit.verify', { ok: false, linesVerified: 1, chains: 1, faults });
    expect(await bad.run('doctor', '--json')).toBe(1);
    const { checks } = JSON.parse(bad.stdout()) as { checks: { check: string; found: string[] }[] };
    expect(checks.map(({ check, found }) => [check, found.length])).toEqual([
      ['folder', 0],
      ['vault', 1],
      ['records', 1],
      ['audit', 1],
    ]);
  });

  it('repairs only what was asked for, with the password typed again', async () => {
    const looking = world(true);
    expect(await looking.run('doctor')).toBe(1);
    expect(called(looking)).not.toContain('repair');
    const repairing = world(true);
    expect(await repairing.run('doctor', '--repair')).toBe(0);
    expect(repairing.io.prompts).toHaveLength(2);
    expect(repairing.stderr()).toContain('Does not verify, goes: secrets_metadata id-2');
    expect(repairing.stderr()).toContain('Stays, look it through: settings idle.minutes');
    expect(repairing.stdout()).toContain('vault.db.tampered-20261120');
    expect(repairing.stdout()).toContain('dropped secrets_metadata id-2');
    expect(repairing.stdout()).toContain('kept settings idle.minutes');
    const { input } = repairing.vault.calls.find(({ method }) => method === 'repair') ?? {};
    expect(Buffer.from((input as { password: Uint8Array }).password).toString('utf8')).toBe(
      PASSWORD,
    );
    expect(repairing.io.handedOut.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
  });

  it('revokes the keys of clients with a repair, and says so, unless they are to be kept', async () => {
    const kept = [{ table: 'api_keys', id: 'key_1' }];
    const keepKeys = async (...args: string[]) => {
      const repairing = world(true);
      repairing.vault.replies.set('previewRepair', { dropped: [], kept });
      await repairing.run('doctor', '--repair', ...args);
      const { input } = repairing.vault.calls.find(({ method }) => method === 'repair') ?? {};
      return [(input as { keepKeys: boolean }).keepKeys, repairing.stderr().includes('revoked')];
    };
    expect(await keepKeys()).toEqual([false, true]);
    expect(await keepKeys('--keep-keys')).toEqual([true, false]);
  });

  it('leaves a healthy vault alone when asked to repair it', async () => {
    const healthy = world(false);
    expect(await healthy.run('doctor', '--repair')).toBe(0);
    expect(called(healthy)).not.toContain('repair');
    expect(healthy.stderr()).toContain('There is nothing to repair.');
  });

  it('does not speak of a gap again once it was shown', async () => {
    const gap = world(false);
    gap.vault.report = { ...gap.vault.report, notices: ['audit_gap'] };
    expect(await gap.run('doctor')).toBe(0);
    expect(called(gap)).toContain('audit.acknowledgeGap');
  });
});
