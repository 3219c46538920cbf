import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../../src/shared/access.ts';
import type { GrantMode } from '../../../../src/shared/client.ts';
import type { AddGrantInput } from '../../../../src/core/client-api.ts';
import type { VaultApi } from '../../../../src/core/api.ts';
import type { AuditStorage } from '../../../../src/core/ports.ts';
import { replaceMethods } from '../../../support/replace-methods.ts';
import {
  clientWithKey,
  gatewayCall,
  principalOf,
  readAs,
  subject,
  type Subject,
} from '../../../support/access-fixture.ts';
import { auditLines, call, field, removeHomes, utf8 } from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

let at: Subject;
let vault: VaultApi;
let bot: Awaited<ReturnType<typeof clientWithKey>>;
let principal: Principal;

beforeEach(async () => {
  at = await subject();
  ({ vault } = at);
  bot = await clientWithKey(vault, 'bot');
  principal = principalOf(vault, bot.key);
  return () => vault.close();
});

const grant = (name: string, more: Partial<AddGrantInput> = {}) =>
  vault.grants.add({ client: { id: bot.id }, secret: { name }, mode: 'read', ...more }, call());

/** The lines of one call, by its correlation id. */
const linesOf = (correlationId: string) =>
  auditLines(at.home).filter((line) => line['correlation_id'] === correlationId);

describe('a granted secret', () => {
  it('is handed out by name in any case and by id, with one line that names client, key, grant and secret', async () => {
    const { id } = await grant('alpha');
    expect(await readAs(vault, principalOf(vault, bot.key), 'ALPHA')).toBe('one');
    const context = gatewayCall();
    const secret = (await vault.secrets.list(call())).secrets.find(({ name }) => name === 'alpha');
    const opened = await vault.access.withSecret(
      principalOf(vault, bot.key),
      { id: secret?.id ?? '' },
      ({ signal: _signal, fields, ...rest }) => ({ ...rest, fields: fields.length }),
      context,
    );
    const { id: secretId, kind, version } = secret ?? { id: '', kind: 'generic', version: 0 };
    expect(opened).toEqual({ id: secretId, name: 'alpha', kind, version, totp: null, fields: 1 });
    expect(linesOf(context.correlationId)).toMatchObject([
      {
        event: 'secret.read',
        actor: 'gateway',
        outcome: 'ok',
        ref: { client: bot.id, key: bot.keyId, grant: id, secret: secretId },
        n: { version },
      },
    ]);
  });

  it('is in the log before it is handed out', async () => {
    await grant('alpha');
    const context = gatewayCall();
    await vault.access.withSecret(
      principal,
      { name: 'alpha' },
      () => {
        expect(linesOf(context.correlationId)).toHaveLength(1);
      },
      context,
    );
  });

  it('is zero once it was used, and at the latest when the vault is locked', async () => {
    await grant('alpha');
    let kept = utf8('x');
    await vault.access.withSecret(
      principal,
      { name: 'alpha' },
      ({ fields }) => {
        kept = fields[0]?.value ?? kept;
        expect(kept).toEqual(Buffer.from('one'));
      },
      gatewayCall(),
    );
    expect([...kept]).toEqual([0, 0, 0]);
    await vault.access.withSecret(
      principal,
      { name: 'alpha' },
      async ({ fields, signal }) => {
        await vault.lock('owner', call());
        expect([...(fields[0]?.value ?? [])]).toEqual([0, 0, 0]);
        expect(signal.aborted).toBe(true);
      },
      gatewayCall(),
    );
  });

  it('is refused as one that is not there: to another client, in another mode, without a grant', async () => {
    await grant('alpha');
    await grant('paper-one', { mode: 'inject' });
    const other = principalOf(vault, (await clientWithKey(vault, 'other')).key);
    const refusals = [];
    for (const [who, name] of [
      [other, 'alpha'],
      [principalOf(vault, bot.key), 'paper-one'],
      [principalOf(vault, bot.key), 'live-one'],
      [principalOf(vault, bot.key), 'nobody'],
    ] as const) {
      const context = gatewayCall();
      const refusal: unknown = await vault.access
        .withSecret(who, { name }, () => null, context)
        .catch((thrown: unknown) => thrown);
      const { correlationId: _id, ...said } = JSON.parse(JSON.stringify(refusal)) as {
        correlationId: string;
      };
      refusals.push(said);
      const [line, ...more] = linesOf(context.correlationId);
      expect(more).toEqual([]);
      expect(line).toMatchObject({
        event: 'secret.read',
        outcome: 'denied',
        reason: 'not_granted',
      });
      expect(line?.['ref']).toEqual({ client: who.clientId, key: who.keyId });
    }
    expect(refusals).toEqual(Array.from({ length: 4 }, () => ({ code: 'not_granted' })));
  });

  it('that is damaged is told to whom it was granted, and to nobody else', async () => {
    await grant('alpha');
    at.store.transaction((tx) => {
      for (const row of [...tx.scan('secrets_metadata')]) {
        tx.update('secrets_metadata', { ...row, encrypted_metadata: new Uint8Array(64) });
      }
    });
    await expect(readAs(vault, principal, 'alpha')).rejects.toThrow(code('record_corrupt'));
    await expect(readAs(vault, principal, 'live-one')).rejects.toThrow(code('not_granted'));
    expect(await vault.access.listSecrets(principal, gatewayCall())).toEqual([]);
  });

  it('is refused from the very moment on at which its grant ends or is taken back', async () => {
    const expiresAt = new Date(at.clock.nowMs() + 1000).toISOString();
    const { id } = await grant('alpha');
    await grant('live-one', { expiresAt });
    const now = () => principalOf(vault, bot.key);
    at.clock.advance(999);
    expect(await readAs(vault, now(), 'live-one')).toBe('live-one');
    at.clock.advance(1);
    await expect(readAs(vault, now(), 'live-one')).rejects.toThrow(code('not_granted'));
    expect(await readAs(vault, now(), 'alpha')).toBe('one');
    await vault.grants.remove({ id }, call());
    await expect(readAs(vault, now(), 'alpha')).rejects.toThrow(code('not_granted'));
  });

  it.each([
    ['paper-one', 'live'],
    ['live-one', 'paper'],
    ['paper-one', 'staging'],
    ['alpha', 'live'],
  ])('holds no longer when %s becomes %s', async (name, environment) => {
    await grant(name);
    const now = () => principalOf(vault, bot.key);
    await readAs(vault, now(), name);
    await vault.secrets.update({ name, metadata: { environment } }, call());
    await expect(readAs(vault, now(), name)).rejects.toThrow(code('not_granted'));
    expect(await vault.access.listSecrets(now(), gatewayCall())).toEqual([]);
  });

  it('is refused for a name or id that is none', async () => {
    await expect(readAs(vault, principal, '')).rejects.toThrow(code('name_invalid'));
    const read = vault.access.withSecret(principal, { id: 'x' }, () => null, gatewayCall());
    await expect(read).rejects.toThrow(code('invalid_input'));
  });

  it('never leaves the vault if the line cannot be written', async () => {
    await vault.close();
    let isFull = false;
    const wrapAudit = (storage: AuditStorage) =>
      replaceMethods(storage, (real) => ({
        append: (line) => {
          if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          real.append(line);
        },
        releaseBallast: () => false,
      }));
    ({ vault } = await subject({ wrapAudit }));
    const { key, id } = await clientWithKey(vault, 'bot');
    await vault.grants.add({ client: { id }, secret: { name: 'alpha' }, mode: 'read' }, call());
    const who = principalOf(vault, key);
    isFull = true;
    let called = false;
    const read = vault.access.withSecret(
      who,
      { name: 'alpha' },
      () => {
        called = true;
      },
      gatewayCall(),
    );
    await expect(read).rejects.toThrow(code('audit_unavailable'));
    expect(called).toBe(false);
    isFull = false;
  });
});

describe('how often a grant may be used', () => {
  it('is what it says; with two grants the reads of both', async () => {
    await grant('alpha', { limits: { perHour: 2 } });
    const now = () => principalOf(vault, bot.key);
    await readAs(vault, now(), 'alpha');
    await readAs(vault, now(), 'alpha');
    await expect(readAs(vault, now(), 'alpha')).rejects.toThrow(
      expect.objectContaining({ code: 'rate_limited', retryAfterMs: 3_600_000 }) as Error,
    );
    await grant('alpha', { limits: { perMinute: 1 } });
    await readAs(vault, now(), 'alpha');
    await expect(readAs(vault, now(), 'alpha')).rejects.toThrow(code('rate_limited'));
    at.clock.advance(60_000);
    await readAs(vault, now(), 'alpha');
    at.clock.advance(3_540_000);
    await readAs(vault, now(), 'alpha');
  });

  it('is no more than the owner lets any client read in an hour', async () => {
    await vault.settings.set({ name: 'gateway.secret_reads_per_hour', value: '2' }, call());
    await grant('alpha');
    await grant('paper-one');
    const now = () => principalOf(vault, bot.key);
    await readAs(vault, now(), 'alpha');
    await readAs(vault, now(), 'paper-one');
    await expect(readAs(vault, now(), 'alpha')).rejects.toThrow(code('rate_limited'));
  });
});

describe('the list of what is granted', () => {
  it('names what holds now, by name, with modes and the seconds until it expires', async () => {
    const expires = new Date(at.clock.nowMs() + 90_500).toISOString();
    await vault.secrets.set(
      { name: 'zeta', kind: 'llm', fields: [field('z')], metadata: { expires_at: expires } },
      call(),
    );
    const modes: [string, GrantMode][] = [
      ['zeta', 'sign'],
      ['paper-one', 'inject'],
      ['paper-one', 'read'],
      ['alpha', 'read'],
    ];
    for (const [name, mode] of modes) await grant(name, { mode });
    await grant('live-one', { expiresAt: at.clock.nowText() });
    const listed = await vault.access.listSecrets(principalOf(vault, bot.key), gatewayCall());
    const kind = 'generic';
    const id = expect.any(String) as string;
    expect(listed).toEqual([
      { id, name: 'alpha', kind, environment: null, modes: ['read'], expiresInSeconds: null },
      {
        id,
        name: 'paper-one',
        kind,
        environment: 'paper',
        modes: ['read', 'inject'],
        expiresInSeconds: null,
      },
      { id, name: 'zeta', kind: 'llm', environment: null, modes: ['sign'], expiresInSeconds: 90 },
    ]);
    at.clock.advance(100_000);
    const later = await vault.access.listSecrets(principalOf(vault, bot.key), gatewayCall());
    expect(later.at(-1)?.expiresInSeconds).toBe(-10);
  });

  it('ends with locked if the vault is locked meanwhile', async () => {
    for (let i = 0; i < 70; i += 1) await grant('alpha');
    const listed = vault.access.listSecrets(principalOf(vault, bot.key), gatewayCall());
    const ended = expect(listed).rejects.toThrow(code('locked'));
    await vault.lock('owner', call());
    await ended;
  });

  it('leaves no line and shows nothing of others', async () => {
    await grant('alpha');
    const other = principalOf(vault, (await clientWithKey(vault, 'other')).key);
    const context = gatewayCall();
    expect(await vault.access.listSecrets(other, context)).toEqual([]);
    expect(linesOf(context.correlationId)).toEqual([]);
  });
});

describe('a TOTP code', () => {
  const uri = utf8('otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');

  it('needs a read grant and a seed, and leaves one line', async () => {
    await vault.secrets.set({ name: 'login', fields: [field('p')], totp: uri }, call());
    const now = () => principalOf(vault, bot.key);
    const refused = vault.access.totp(now(), { name: 'login' }, gatewayCall());
    await expect(refused).rejects.toThrow(code('not_granted'));
    const { id } = await grant('login');
    await grant('alpha');
    const context = gatewayCall();
    const shown = await vault.access.totp(now(), { name: 'login' }, context);
    expect(shown).toEqual(await vault.secrets.totp({ name: 'login' }, call()));
    expect(linesOf(context.correlationId)).toMatchObject([
      { event: 'secret.totp', outcome: 'ok', ref: { client: bot.id, key: bot.keyId, grant: id } },
    ]);
    const none = vault.access.totp(now(), { name: 'alpha' }, gatewayCall());
    await expect(none).rejects.toThrow(code('not_found'));
  });
});

describe('a call without a key', () => {
  it('never gets a live secret, granted or not', async () => {
    await vault.settings.set({ name: 'auth.required', value: '0' }, call());
    const client = { name: 'default' };
    await vault.clients.add(client, call());
    for (const name of ['alpha', 'paper-one', 'live-one']) {
      await vault.grants.add({ client, secret: { name }, mode: 'read' }, call());
    }
    const nobody = principalOf(vault, null);
    expect(await readAs(vault, nobody, 'alpha')).toBe('one');
    expect(await readAs(vault, nobody, 'paper-one')).toBe('paper-one');
    await expect(readAs(vault, nobody, 'live-one')).rejects.toThrow(code('not_granted'));
    const listed = await vault.access.listSecrets(nobody, gatewayCall());
    expect(listed.map(({ name }) => name)).toEqual(['alpha', 'paper-one']);
    const { key } = await vault.keys.create({ client, name: 'k' }, call());
    expect(await readAs(vault, principalOf(vault, key), 'live-one')).toBe('live-one');
  });
});
