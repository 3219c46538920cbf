import { describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../src/core/api.ts';
import type { CallContext } from '../../../src/core/call.ts';
import { OwnerHost, type OwnerEvent } from '../../../src/runtime/owner-host.ts';
import type { LockCause, UnlockReport, VaultState } from '../../../src/shared/model.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CONTEXT: CallContext = {
  correlationId: '11111111-2222-4333-8444-555555555555',
  actor: 'cli',
};
const REPORT: UnlockReport = {
  state: 'unlocked',
  notices: [],
  failedAttempts: 0,
  failedSince: null,
  rewrapped: false,
  migrated: [],
};

/** What of a vault a host uses; `right` says whether the next password is. */
class StubVault {
  state: VaultState = 'locked';
  right = true;
  flushes = 0;
  expiries = 0;
  turnFlushes = 0;
  turnExpiries: CallContext[] = [];
  /** What a run that ends turns waits for. */
  running: Promise<number> = Promise.resolve(0);
  failing = false;
  readonly causes: LockCause[] = [];
  duringUnlock: () => void = () => undefined;
  readonly #listeners = new Set<(state: VaultState) => void>();

  api(): VaultApi {
    return {
      status: () => ({ state: this.state }),
      unlock: async () => {
        await Promise.resolve();
        this.duringUnlock();
        if (!this.right) throw new Error('bad_password');
        this.enter('unlocked');
        return REPORT;
      },
      lock: async (cause: LockCause) => {
        this.causes.push(cause);
        this.enter('locked');
        return Promise.resolve();
      },
      onStateChange: (listener: (state: VaultState) => void) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      access: {
        flush: () => {
          this.flushes += 1;
          if (this.failing) throw new Error('disk full');
        },
        expire: () => {
          this.expiries += 1;
        },
      },
      conversations: {
        flush: () => {
          this.turnFlushes += 1;
          if (this.failing) throw new Error('disk full');
        },
        expire: async (context: CallContext) => {
          this.turnExpiries.push(context);
          return this.running;
        },
      },
    } as unknown as VaultApi;
  }

  enter(state: VaultState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

function setUp(idleMinutes = 0) {
  const vault = new StubVault();
  const clock = new FakeClock();
  const timers = new ManualTimers();
  const events: OwnerEvent[] = [];
  const shut = { times: 0 };
  const host = new OwnerHost({
    vault: vault.api(),
    clock,
    timers,
    idleMinutes: () => idleMinutes,
    newCorrelationId: () => CONTEXT.correlationId,
    shutDoors: () => {
      shut.times += 1;
    },
    tell: (event) => events.push(event),
  });
  /** Time passes in steps that are shorter than any timer. */
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 500) {
      clock.advance(Math.min(500, left));
      timers.advance(Math.min(500, left));
    }
  };
  const unlock = (clientsUntilMs: number | null = null, open = true) =>
    host.unlock({ password: new Uint8Array(1), open, clientsUntilMs }, CONTEXT);
  return { vault, clock, timers, events, shut, host, pass, unlock };
}

describe('the process that owns the vault', () => {
  it('writes what waits twice a second, ends what has expired each minute, and goes on after a failure', () => {
    const { vault, pass } = setUp();
    vault.failing = true;
    pass(MINUTE);
    expect(vault.flushes).toBe(120);
    expect(vault.turnFlushes).toBe(120);
    expect(vault.expiries).toBe(1);
  });

  it('ends turns each minute while the vault is open and well, under the system’s own name', async () => {
    const { vault, pass, unlock, host } = setUp();
    pass(MINUTE);
    expect(vault.turnExpiries).toEqual([]);
    await unlock();
    vault.running = Promise.reject(new Error('disk full'));
    pass(MINUTE);
    expect(vault.turnExpiries).toEqual([{ ...CONTEXT, actor: 'system' }]);
    await new Promise(setImmediate);
    const slow = Promise.withResolvers<number>();
    vault.running = slow.promise;
    pass(3 * MINUTE);
    expect(vault.turnExpiries).toHaveLength(2);
    slow.resolve(1);
    await new Promise(setImmediate);
    vault.enter('tampered');
    pass(MINUTE);
    expect(vault.turnExpiries).toHaveLength(2);
    vault.enter('unlocked');
    pass(MINUTE);
    expect(vault.turnExpiries).toHaveLength(3);
    await host.stop();
    pass(MINUTE);
    expect([vault.turnExpiries.length, vault.turnFlushes]).toEqual([3, 840]);
  });

  it('has no idle lock unless it was told so, and locks after twelve hours', async () => {
    const { vault, host, pass, unlock, events } = setUp();
    await unlock();
    pass(12 * HOUR - MINUTE);
    expect([vault.state, host.isOpen()]).toEqual(['unlocked', true]);
    pass(MINUTE);
    expect([vault.state, host.isOpen(), vault.causes]).toEqual(['locked', false, ['max_age']]);
    expect(events.map(({ what }) => what)).toEqual(['opened', 'locked']);
  });

  it('locks after the minutes without its owner that it was told', async () => {
    const { vault, host, pass, unlock, shut } = setUp(5);
    await unlock();
    pass(4 * MINUTE);
    host.activity();
    pass(4 * MINUTE);
    expect(vault.state).toBe('unlocked');
    const before = shut.times;
    pass(2 * MINUTE);
    expect([vault.state, vault.causes]).toEqual(['locked', ['idle']]);
    expect(shut.times).toBeGreaterThan(before);
  });

  it('locks when the clock jumps, whatever clients were promised', async () => {
    const { vault, clock, pass, unlock } = setUp(5);
    await unlock(clock.nowMs() + 3 * HOUR);
    pass(10 * MINUTE);
    expect(vault.state).toBe('unlocked');
    clock.setWall('2026-11-21T07:00:00.000Z');
    pass(2 * MINUTE);
    expect([vault.state, vault.causes]).toEqual(['locked', ['clock_jump']]);
  });

  it('shuts all at once at a clock that jumps, never the doors alone', async () => {
    const { clock, pass, unlock, events } = setUp(5);
    await unlock(clock.nowMs() + 3 * HOUR);
    clock.setWall('2026-11-21T07:00:00.000Z');
    pass(2 * MINUTE);
    expect(events.map(({ what }) => what)).toEqual(['opened', 'locked']);
  });

  it('shuts only the owner’s doors when it idles before the time of the clients', async () => {
    const { vault, clock, host, pass, unlock, events, shut } = setUp(5);
    const until = clock.nowMs() + HOUR;
    await unlock(until);
    pass(6 * MINUTE);
    expect([vault.state, host.isOpen(), host.clientsUntilMs()]).toEqual(['unlocked', false, until]);
    expect(shut.times).toBe(1);
    expect(events.at(-1)).toEqual({ what: 'closed', clientsUntilMs: until });
    pass(HOUR - 7 * MINUTE);
    expect(vault.state).toBe('unlocked');
    pass(MINUTE + 1000);
    expect([vault.state, vault.causes, host.clientsUntilMs()]).toEqual(['locked', ['idle'], null]);
  });

  it('idles after ten minutes where clients were given a time and no idle lock was set', async () => {
    const { vault, clock, host, pass, unlock } = setUp(0);
    await unlock(clock.nowMs() + HOUR);
    pass(9 * MINUTE);
    expect(host.isOpen()).toBe(true);
    pass(2 * MINUTE);
    expect([host.isOpen(), vault.state]).toEqual([false, 'unlocked']);
  });

  it('opens its doors again, and then the owner counts once more', async () => {
    const { vault, clock, host, pass, unlock } = setUp(5);
    await unlock(clock.nowMs() + HOUR);
    pass(6 * MINUTE);
    await expect(unlock(null, false)).rejects.toMatchObject({ code: 'locked' });
    await unlock(clock.nowMs() + HOUR);
    expect(host.isOpen()).toBe(true);
    pass(6 * MINUTE);
    expect([host.isOpen(), vault.state]).toEqual([false, 'unlocked']);
    await unlock();
    pass(6 * MINUTE);
    expect(vault.state).toBe('locked');
  });

  it('goes on with an owner who is there when the time of the clients is over', async () => {
    const { vault, clock, host, pass, unlock } = setUp(5);
    await unlock(clock.nowMs() + 8 * MINUTE);
    for (let i = 0; i < 4; i += 1) {
      pass(3 * MINUTE);
      host.activity();
    }
    expect([vault.state, host.isOpen()]).toEqual(['unlocked', true]);
    pass(6 * MINUTE);
    expect([vault.state, vault.causes]).toEqual(['locked', ['idle']]);
  });

  it('locks at once when it is asked to, whatever clients were promised', async () => {
    const { vault, clock, host, unlock } = setUp(5);
    await unlock(clock.nowMs() + HOUR);
    const locked = host.lock(CONTEXT);
    expect([vault.state, host.isOpen(), host.clientsUntilMs()]).toEqual(['locked', false, null]);
    await locked;
    expect(vault.causes).toEqual(['owner']);
  });

  it('locks after twelve hours although clients were promised more each time anew', async () => {
    const { vault, clock, pass, unlock } = setUp(5);
    await unlock(clock.nowMs() + 12 * HOUR);
    pass(12 * HOUR + MINUTE);
    expect(vault.state).toBe('locked');
  });

  it('promises clients twelve hours at most, and no time that has passed', async () => {
    const { vault, clock, unlock } = setUp();
    for (const ms of [-1, 0, 12 * HOUR + 1, Number.NaN]) {
      await expect(unlock(clock.nowMs() + ms)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    expect(vault.state).toBe('locked');
  });

  it('opens nothing when only the password is to be proved', async () => {
    const { vault, unlock } = setUp();
    await expect(unlock(null, false)).rejects.toMatchObject({ code: 'locked' });
    expect(vault.state).toBe('locked');
    await unlock();
    await expect(unlock(null, false)).resolves.toEqual(REPORT);
  });

  it('lets nobody in whose password was proved while a lock came', async () => {
    const { vault, host, unlock } = setUp();
    await unlock();
    vault.duringUnlock = () => {
      void host.lock(CONTEXT);
      vault.state = 'unlocked';
    };
    await expect(unlock(null, false)).rejects.toMatchObject({ code: 'locked' });
  });

  it('ends locked, and rests', async () => {
    const { vault, host, unlock, timers } = setUp(5);
    await unlock();
    await host.stop();
    expect([vault.state, vault.causes, timers.size]).toEqual(['locked', ['quit'], 0]);
  });
});
