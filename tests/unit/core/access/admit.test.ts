import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../../src/shared/access.ts';
import type { VaultApi } from '../../../../src/core/api.ts';
import type { CallContext } from '../../../../src/core/call.ts';
import {
  clientWithKey,
  gatewayCall,
  principalOf,
  subject,
  type Subject,
} from '../../../support/access-fixture.ts';
import { PASSWORD, auditLines, call, removeHomes, utf8 } from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

let at: Subject;
let vault: VaultApi;
let bot: Awaited<ReturnType<typeof clientWithKey>>;

beforeEach(async () => {
  at = await subject();
  ({ vault } = at);
  bot = await clientWithKey(vault, 'bot');
  return () => vault.close();
});

const admitted = (principal: Principal = principalOf(vault, bot.key)) => {
  vault.access.admit(principal);
};

describe('admit', () => {
  it('tells locked to good keys only, and lets them in again after the unlock', async () => {
    admitted();
    const before = principalOf(vault, bot.key);
    await vault.lock('owner', call());
    expect(() => {
      admitted();
    }).toThrow(code('locked'));
    expect(() => {
      admitted(before);
    }).toThrow(code('locked'));
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    admitted();
    admitted(before);
  });

  it('refuses a suspended client until it is resumed', async () => {
    await vault.clients.suspend({ id: bot.id }, call());
    expect(() => {
      admitted();
    }).toThrow(code('suspended'));
    await vault.clients.resume({ id: bot.id }, call());
    admitted();
  });

  it('refuses a paused client, and everyone while all are paused', async () => {
    const other = await clientWithKey(vault, 'other');
    await vault.pauses.pause({ client: { id: bot.id } }, call());
    expect(() => {
      admitted();
    }).toThrow(code('paused'));
    admitted(principalOf(vault, other.key));
    await vault.pauses.unpause({ client: { id: bot.id } }, call());
    admitted();
    await vault.pauses.pause({ client: null }, call());
    for (const { key } of [bot, other]) {
      expect(() => {
        admitted(principalOf(vault, key));
      }).toThrow(code('paused'));
    }
    await vault.pauses.unpause({ client: null }, call());
    admitted();
  });

  it('knows a pause that was made while locked', async () => {
    admitted();
    await vault.lock('owner', call());
    await vault.pauses.pause({ client: { id: bot.id } }, call());
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(() => {
      admitted();
    }).toThrow(code('paused'));
  });

  it('counts by the plan, to the request', async () => {
    await vault.plans.set({ name: 'tiny', limits: { perMinute: 3 } }, call());
    const { key } = await clientWithKey(vault, 'tiny', { client: { plan: 'tiny' } });
    const principal = principalOf(vault, key);
    for (let i = 0; i < 3; i += 1) admitted(principal);
    expect(() => {
      admitted(principal);
    }).toThrow(expect.objectContaining({ code: 'rate_limited', retryAfterMs: 60_000 }) as Error);
    at.clock.advance(60_000);
    admitted(principal);
  });
});

describe('a principal that is no longer what it was', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['its key revoked', () => vault.keys.revoke({ id: bot.keyId }, call()), 'unauthorized'],
    ['its client removed', () => vault.clients.remove({ id: bot.id }, call()), 'unauthorized'],
    ['its client purged', () => vault.clients.purge({ id: bot.id }, call()), 'unauthorized'],
    ['its client suspended', () => vault.clients.suspend({ id: bot.id }, call()), 'suspended'],
    ['everyone paused', () => vault.pauses.pause({ client: null }, call()), 'paused'],
    [
      'its key replaced at once',
      () => vault.keys.rotate({ id: bot.keyId, overlapSeconds: 0 }, call()),
      'unauthorized',
    ],
    [
      'the overlap with its successor over',
      async () => {
        await vault.keys.rotate({ id: bot.keyId, overlapSeconds: 3600 }, call());
        at.clock.advance(3_600_000);
      },
      'unauthorized',
    ],
    [
      'its time over',
      async () => {
        at.clock.advance(91 * 86_400_000);
        await Promise.resolve();
      },
      'unauthorized',
    ],
  ])('gets nothing from any verb: %s', async (_what, change, refusal) => {
    const principal = principalOf(vault, bot.key);
    const { id } = await vault.access.sessions.create(principal, {}, gatewayCall());
    await change();
    const { access } = vault;
    const verbs: Record<string, (context: CallContext) => Promise<unknown>> = {
      me: (c) => access.me(principal, c),
      listSecrets: (c) => access.listSecrets(principal, c),
      withSecret: (c) => access.withSecret(principal, { name: 'alpha' }, () => null, c),
      totp: (c) => access.totp(principal, { name: 'alpha' }, c),
      createToken: (c) => access.createToken(principal, {}, c),
      endToken: (c) => access.endToken(principal, c),
      create: (c) => access.sessions.create(principal, {}, c),
      list: (c) => access.sessions.list(principal, {}, c),
      get: (c) => access.sessions.get(principal, { id }, c),
      update: (c) => access.sessions.update(principal, { id, patch: {} }, c),
      close: (c) => access.sessions.close(principal, { id }, c),
      usage: (c) => access.usage(principal, {}, c),
      events: (c) => access.events(principal, {}, c),
    };
    for (const [verb, act] of Object.entries(verbs)) {
      const context = gatewayCall();
      await expect(act(context), verb).rejects.toThrow(code(refusal));
      const [line, ...more] = auditLines(at.home).filter(
        (entry) => entry['correlation_id'] === context.correlationId,
      );
      expect(more).toEqual([]);
      expect(line).toMatchObject({
        outcome: 'denied',
        reason: refusal,
        ref: { client: bot.id, key: bot.keyId },
      });
    }
    expect(() => {
      admitted(principal);
    }).toThrow(code(refusal));
    expect(() => {
      access.sessions.touch(principal, { id });
    }).toThrow(code(refusal));
  });

  it('cannot be made up', async () => {
    const other = await clientWithKey(vault, 'other');
    const made = { clientId: bot.id, keyId: bot.keyId, tokenId: null, expiresAt: null };
    admitted(made);
    const no = '00000000-0000-4000-8000-000000000000';
    for (const forged of [
      { ...made, keyId: other.keyId },
      { ...made, clientId: other.id },
      { ...made, keyId: null },
      { ...made, tokenId: `tok_${no}` },
      { ...made, keyId: `key_${no}` },
    ]) {
      expect(() => {
        admitted(forged);
      }).toThrow(code('unauthorized'));
    }
  });
});

describe('me', () => {
  it('says who the client is, its plan and what it has used', async () => {
    admitted();
    const principal = principalOf(vault, bot.key);
    const none = { perMinute: null, perHour: null, perDay: null, perMonth: null };
    expect(await vault.access.me(principal, gatewayCall())).toEqual({
      clientId: bot.id,
      name: 'bot',
      keyPrefix: Buffer.from(bot.key.subarray(0, 12)).toString('latin1'),
      expiresAt: principal.expiresAt,
      plan: 'unlimited',
      limits: { ...none, items: null, bytes: null },
      used: {
        minute: 1,
        hour: 1,
        day: 1,
        month: 1,
        items: 2,
        bytes: expect.any(Number) as unknown,
      },
    });
  });
});

describe('what a client sees of usage and log', () => {
  it('is its own and nobody else’s', async () => {
    const other = await clientWithKey(vault, 'other');
    const request = { route: '/v1/me', method: 'GET', status: 200, ms: 3 };
    for (const { key } of [bot, other]) {
      vault.access.record(principalOf(vault, key), request, gatewayCall());
    }
    const principal = principalOf(vault, bot.key);
    const usage = await vault.access.usage(principal, {}, gatewayCall());
    expect(usage.entries.map(({ clientId }) => clientId)).toEqual([bot.id]);
    const asked = vault.access.usage(principal, { clientId: other.id }, gatewayCall());
    await expect(asked).rejects.toThrow(code('not_granted'));
    expect((await vault.access.usageOf({}, call())).requests).toBe(2);
  });

  it('is what it did itself, not what the owner did about it', async () => {
    const other = await clientWithKey(vault, 'other');
    const reads = [];
    for (const { key } of [bot, other, bot]) {
      const context = gatewayCall();
      reads.push(context.correlationId);
      const read = vault.access.withSecret(
        principalOf(vault, key),
        { name: 'alpha' },
        () => null,
        context,
      );
      await expect(read).rejects.toThrow(code('not_granted'));
    }
    const own = (query = {}) =>
      vault.access.events(principalOf(vault, bot.key), query, gatewayCall());
    const lines = await own();
    expect(lines.map(({ correlation_id: id }) => id)).toEqual([reads[0], reads[2]]);
    expect(await own({ limit: 1 })).toEqual(lines.slice(1));
    expect(await own({ beforeSeq: lines[1]?.seq ?? 0 })).toEqual(lines.slice(0, 1));
    expect(await own({ fromSeq: lines[1]?.seq ?? 0 })).toEqual(lines.slice(1));
    expect(await own({ correlationId: reads[0] ?? '' })).toEqual(lines.slice(0, 1));
    expect(await own({ correlationId: reads[1] ?? '' })).toEqual([]);
    for (const query of [{ limit: -1 }, { fromSeq: 0.5 }, { correlationId: 'x"' }]) {
      await expect(own(query)).rejects.toThrow(code('invalid_input'));
    }
  });
});
