import { afterAll, describe, expect, it } from 'vitest';
import { type Desk, codeOf, openDesk, ownContext, valueOf } from '../../support/desk.ts';
import { auditLines, field, removeHomes, utf8 } from '../../support/vault-fixture.ts';

afterAll(removeHomes);

const PLAIN = { name: 'client_id', value: utf8('client-7'), concealed: false };

async function deskWithKey(): Promise<{ desk: Desk; id: string }> {
  const desk = await openDesk();
  const { id } = valueOf(
    await desk.calls.secrets.create({
      name: 'ig-live',
      kind: 'broker',
      fields: [{ name: 'value', value: utf8('k-123'), concealed: true }, PLAIN],
      metadata: { account: 'ABC12', url: 'https://example.invalid/' },
      totp: utf8('otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'),
    }),
  );
  return { desk, id };
}

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('secrets.create', () => {
  it('stores a secret that is then listed and described without its values', async () => {
    const { desk, id } = await deskWithKey();
    const { secrets } = valueOf(await desk.calls.secrets.list({}));
    expect(secrets).toMatchObject([{ id, name: 'ig-live', kind: 'broker', version: 1 }]);
    const detail = valueOf(await desk.calls.secrets.describe({ id }));
    expect(detail).toMatchObject({
      hasTotp: true,
      fields: [{ name: 'value' }, { name: 'client_id' }],
    });
    expect(JSON.stringify(detail)).not.toMatch(/k-123|client-7/);
  });

  it('never changes a secret that is there already', async () => {
    const { desk } = await deskWithKey();
    const again = { name: 'IG-live', kind: 'broker' as const, fields: [], metadata: {} };
    expect(codeOf(await desk.calls.secrets.create(again))).toBe('name_taken');
  });
});

describe('secrets.reveal', () => {
  it('shows one field for as long as the setting says, as bytes of their own', async () => {
    const { desk, id } = await deskWithKey();
    valueOf(await desk.calls.settings.set({ name: 'reveal.hide_seconds', value: '7' }));
    const shown = valueOf(await desk.calls.secrets.reveal({ id, field: 'value' }));
    expect(shown).toMatchObject({ version: 1, hidesAfterMs: 7000 });
    expect(shown.fields.map(({ name }) => name)).toEqual(['value']);
    expect(textOf(shown.fields[0]?.value)).toBe('k-123');
    expect(shown.fields[0]?.value.buffer.byteLength).toBe(5);
  });

  it('has a line in the log before the value is out', async () => {
    const { desk, id } = await deskWithKey();
    await desk.calls.secrets.reveal({ id, field: 'value' });
    expect(auditLines(desk.home).at(-1)).toMatchObject({
      event: 'secret.reveal',
      outcome: 'ok',
      actor: 'owner',
      ref: { secret: id },
    });
  });

  it('shows an older version when it is asked for', async () => {
    const { desk, id } = await deskWithKey();
    const putFields = [{ name: 'value', value: utf8('k-456'), concealed: true }];
    valueOf(await desk.calls.secrets.update({ id, expectedVersion: 1, putFields }));
    const old = valueOf(await desk.calls.secrets.reveal({ id, field: 'value', version: 1 }));
    expect(textOf(old.fields[0]?.value)).toBe('k-123');
    expect(
      textOf(valueOf(await desk.calls.secrets.reveal({ id, field: 'value' })).fields[0]?.value),
    ).toBe('k-456');
  });

  it('answers not_found for a field that is not there, with an id that the log knows', async () => {
    const { desk, id } = await deskWithKey();
    const reply = await desk.calls.secrets.reveal({ id, field: 'other' });
    expect(codeOf(reply)).toBe('not_found');
    expect(reply.ok ? '' : reply.error.correlationId).toBe(
      auditLines(desk.home).at(-1)?.['correlation_id'],
    );
  });
});

describe('secrets.revealPlain', () => {
  it('shows the plain fields and no concealed one', async () => {
    const { desk, id } = await deskWithKey();
    const { fields } = valueOf(await desk.calls.secrets.revealPlain({ id }));
    expect(fields.map(({ name, value }) => [name, textOf(value)])).toEqual([
      ['client_id', 'client-7'],
    ]);
  });
});

describe('secrets.copy', () => {
  it('puts a field on the clipboard and nothing of it into the reply', async () => {
    const { desk, id } = await deskWithKey();
    const reply = await desk.calls.secrets.copy({ id, what: { kind: 'field', field: 'value' } });
    expect(reply).toEqual({ ok: true, value: { clearsInMs: 30_000 } });
    expect(desk.clipboard).toMatchObject({ text: 'k-123', secret: true });
  });

  it('clears it after the seconds of the setting', async () => {
    const { desk, id } = await deskWithKey();
    valueOf(await desk.calls.settings.set({ name: 'clipboard.clear_seconds', value: '5' }));
    await desk.calls.secrets.copy({ id, what: { kind: 'field', field: 'value' } });
    desk.pass(4999);
    expect(desk.clipboard.text).toBe('k-123');
    desk.pass(1);
    await Promise.resolve();
    await expect.poll(() => desk.clipboard.text).toBe(null);
  });

  it('copies a code of the moment as a secret', async () => {
    const { desk, id } = await deskWithKey();
    const { code } = valueOf(await desk.calls.secrets.totp({ id }));
    valueOf(await desk.calls.secrets.copy({ id, what: { kind: 'totp' } }));
    expect(desk.clipboard).toMatchObject({ text: code, secret: true });
  });

  it.each([
    [{ kind: 'name' }, 'ig-live'],
    [{ kind: 'account' }, 'ABC12'],
    [{ kind: 'url' }, 'https://example.invalid/'],
    [{ kind: 'reference', field: null }, 'strongroom://ig-live'],
    [{ kind: 'reference', field: 'value' }, 'strongroom://ig-live/value'],
  ] as const)('copies what is no secret, %j, to stay', async (what, text) => {
    const { desk, id } = await deskWithKey();
    const reply = await desk.calls.secrets.copy({ id, what });
    expect(valueOf(reply)).toEqual({ clearsInMs: null });
    expect(desk.clipboard).toMatchObject({ text, secret: false });
  });

  it('says not_available when the system does not take it', async () => {
    const { desk, id } = await deskWithKey();
    desk.clipboard.failing = true;
    const reply = await desk.calls.secrets.copy({ id, what: { kind: 'field', field: 'value' } });
    expect(codeOf(reply)).toBe('not_available');
  });
});

describe('secrets.update, rename, restore, history and compare', () => {
  it('change a secret against the version that the owner saw', async () => {
    const { desk, id } = await deskWithKey();
    const { calls } = desk;
    const changes = { newName: 'ig-demo', removeFields: ['client_id'], totp: null };
    const { version } = valueOf(await calls.secrets.update({ id, expectedVersion: 1, ...changes }));
    expect(version).toBe(2);
    expect(codeOf(await calls.secrets.update({ id, expectedVersion: 1, newName: 'x' }))).toBe(
      'version_conflict',
    );
    expect(codeOf(await calls.secrets.rename({ id, expectedVersion: 1, newName: 'x' }))).toBe(
      'version_conflict',
    );
    const compared = valueOf(await calls.secrets.compare({ id, version: 1, with: 2 }));
    expect(compared).toMatchObject({ totp: 'removed' });
    expect(compared.fields).toContainEqual({
      name: 'client_id',
      change: 'removed',
      concealed: false,
    });
    expect(valueOf(await calls.secrets.history({ id })).map((one) => one.version)).toEqual([2, 1]);
    expect(valueOf(await calls.secrets.restore({ id, expectedVersion: 2, version: 1 }))).toEqual({
      version: 3,
    });
    valueOf(await calls.secrets.rename({ id, expectedVersion: 3, newName: 'ig' }));
    expect(valueOf(await calls.secrets.describe({ id })).name).toBe('ig');
  });
});

describe('secrets.remove', () => {
  it('hides the secret at once from every call, and removes it when the time is over', async () => {
    const { desk, id } = await deskWithKey();
    const { calls } = desk;
    expect(valueOf(await calls.secrets.remove({ id, expectedVersion: 1 }))).toEqual({
      undoMs: 10_000,
    });
    expect(valueOf(await calls.secrets.list({})).secrets).toEqual([]);
    expect(valueOf(await calls.vault.status({})).secretCount).toBe(0);
    const replies = await Promise.all([
      calls.secrets.describe({ id }),
      calls.secrets.reveal({ id, field: 'value' }),
      calls.secrets.revealPlain({ id }),
      calls.secrets.copy({ id, what: { kind: 'name' } }),
      calls.secrets.totp({ id }),
      calls.secrets.history({ id }),
      calls.secrets.compare({ id, version: 1, with: 1 }),
      calls.secrets.update({ id, expectedVersion: 1, newName: 'x' }),
      calls.secrets.rename({ id, expectedVersion: 1, newName: 'x' }),
      calls.secrets.restore({ id, expectedVersion: 1, version: 1 }),
      calls.secrets.remove({ id, expectedVersion: 1 }),
    ]);
    expect(new Set(replies.map(codeOf))).toEqual(new Set(['not_found']));
    desk.pass(9999);
    expect((await desk.vault.secrets.list(ownContext())).secrets).toHaveLength(1);
    desk.pass(1);
    expect((await desk.vault.secrets.list(ownContext())).secrets).toEqual([]);
    expect(codeOf(await calls.secrets.undoRemove({ id }))).toBe('not_found');
  });

  it('can be undone until then', async () => {
    const { desk, id } = await deskWithKey();
    valueOf(await desk.calls.secrets.remove({ id, expectedVersion: 1 }));
    valueOf(await desk.calls.secrets.undoRemove({ id }));
    expect(valueOf(await desk.calls.secrets.list({})).secrets).toHaveLength(1);
    desk.pass(60_000);
    expect(valueOf(await desk.calls.secrets.describe({ id })).name).toBe('ig-live');
  });

  it('says at once that the secret has changed or is not there', async () => {
    const { desk, id } = await deskWithKey();
    const strange = '00000000-0000-4000-8000-000000000000';
    expect(codeOf(await desk.calls.secrets.remove({ id, expectedVersion: 2 }))).toBe(
      'version_conflict',
    );
    expect(codeOf(await desk.calls.secrets.remove({ id: strange, expectedVersion: 1 }))).toBe(
      'not_found',
    );
    expect(codeOf(await desk.calls.secrets.remove({ id: strange }))).toBe('not_found');
    // Without a version only what is damaged goes.
    expect(codeOf(await desk.calls.secrets.remove({ id }))).toBe('not_found');
  });

  it('gives the name back to what is made in the meantime', async () => {
    const { desk, id } = await deskWithKey();
    const other = valueOf(
      await desk.calls.secrets.create({ name: 'other', kind: 'llm', fields: [], metadata: {} }),
    );
    valueOf(await desk.calls.secrets.remove({ id, expectedVersion: 1 }));
    valueOf(await desk.calls.secrets.remove({ id: other.id, expectedVersion: 1 }));
    const made = await desk.calls.secrets.create({
      name: 'Ig-Live',
      kind: 'llm',
      fields: [],
      metadata: {},
    });
    expect(codeOf(made)).toBe('ok');
    expect(valueOf(await desk.calls.secrets.list({})).secrets.map(({ name }) => name)).toEqual([
      'Ig-Live',
    ]);
    // The other one waits on.
    expect(codeOf(await desk.calls.secrets.undoRemove({ id: other.id }))).toBe('ok');
  });

  it('brings a secret back that could not be removed, and says so', async () => {
    const { desk, id } = await deskWithKey();
    valueOf(await desk.calls.secrets.remove({ id, expectedVersion: 1 }));
    // Past the window: it is another version by the time the removal comes.
    await desk.vault.secrets.set({ name: 'ig-live', fields: [field('new')] }, ownContext());
    desk.pass(10_000);
    await expect
      .poll(() => desk.sent.map(([channel]) => channel))
      .toContain('vault:secrets.changed');
    expect(valueOf(await desk.calls.secrets.list({})).secrets).toHaveLength(1);
    expect(auditLines(desk.home)).toContainEqual(
      expect.objectContaining({
        event: 'secret.remove',
        outcome: 'denied',
        reason: 'version_conflict',
      }),
    );
  });
});
