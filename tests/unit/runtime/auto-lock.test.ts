import { describe, expect, it } from 'vitest';
import { CLOCK_JUMP_MS, MAX_AGE_MS, createAutoLock } from '../../../src/runtime/auto-lock.ts';
import type { LockCause } from '../../../src/shared/model.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Pending {
  readonly dueMs: number;
  readonly ms: number;
  readonly run: () => void;
}

/** Timers that run when the clock is moved by `pass`, and are late when it is moved by `sleep`. */
class World {
  idleMinutes = 10;
  readonly clock = new FakeClock();
  readonly locks: LockCause[] = [];
  readonly waits: number[] = [];
  /** Most timers that were pending at once. */
  mostPending = 0;
  readonly #pending = new Set<Pending>();
  readonly autoLock = createAutoLock({
    clock: this.clock,
    timers: { after: (ms, run) => this.#after(ms, run) },
    lock: (cause) => {
      this.locks.push(cause);
    },
    idleMinutes: () => this.idleMinutes,
  });

  get pending(): number {
    return this.#pending.size;
  }

  /** Time in which the machine is awake. */
  pass(ms: number): void {
    const end = this.clock.monotonicMs() + ms;
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      this.clock.advance(Math.max(0, next.dueMs - this.clock.monotonicMs()));
      this.#pending.delete(next);
      next.run();
    }
    this.clock.advance(end - this.clock.monotonicMs());
  }

  /** The machine sleeps; its monotonic clock may stand still meanwhile, as on Linux. */
  sleep(ms: number, monotonic: 'goes on' | 'stands still'): void {
    if (monotonic === 'goes on') this.clock.advance(ms);
    else this.clock.setWall(new Date(this.clock.nowMs() + ms).toISOString());
  }

  #next(end: number): Pending | null {
    const due = [...this.#pending].filter(({ dueMs }) => dueMs <= end);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0] ?? null;
  }

  #after(ms: number, run: () => void): () => void {
    const pending = { dueMs: this.clock.monotonicMs() + ms, ms, run };
    this.#pending.add(pending);
    this.waits.push(ms);
    this.mostPending = Math.max(this.mostPending, this.#pending.size);
    return () => {
      this.#pending.delete(pending);
    };
  }
}

function unlockedWorld(idleMinutes = 10): World {
  const world = new World();
  world.idleMinutes = idleMinutes;
  world.autoLock.unlocked();
  return world;
}

describe('the idle lock', () => {
  it('comes when the owner did nothing for so long, and once', () => {
    const world = unlockedWorld();
    world.pass(10 * MINUTE - 1);
    expect(world.locks).toEqual([]);
    world.pass(1);
    expect(world.locks).toEqual(['idle']);
    world.pass(24 * HOUR);
    world.autoLock.poll({ systemIdleState: 'idle' });
    world.autoLock.activity();
    expect(world.locks).toEqual(['idle']);
    expect(world.pending).toBe(0);
  });

  it('is put off by everything that the owner does', () => {
    const world = unlockedWorld();
    for (let i = 0; i < 20; i += 1) {
      world.pass(9 * MINUTE);
      world.autoLock.activity();
    }
    expect(world.locks).toEqual([]);
    expect(world.autoLock.idleLockInMs()).toBe(10 * MINUTE);
    world.pass(4 * MINUTE);
    expect(world.autoLock.idleLockInMs()).toBe(6 * MINUTE);
    world.pass(6 * MINUTE);
    expect(world.locks).toEqual(['idle']);
    expect(world.autoLock.idleLockInMs()).toBeNull();
  });

  it('is not outrun by an owner who comes back after it was due', () => {
    const world = unlockedWorld();
    world.sleep(11 * MINUTE, 'goes on');
    world.autoLock.activity();
    expect(world.locks).toEqual(['idle']);
  });

  it('obeys a setting that was changed, from `reconsider` on', () => {
    const world = unlockedWorld(60);
    world.pass(4 * MINUTE);
    world.idleMinutes = 5;
    world.autoLock.reconsider();
    expect(world.autoLock.idleLockInMs()).toBe(MINUTE);
    world.pass(MINUTE);
    expect(world.locks).toEqual(['idle']);

    const late = unlockedWorld(60);
    late.pass(30 * MINUTE);
    late.idleMinutes = 1;
    late.autoLock.reconsider();
    expect(late.locks).toEqual(['idle']);

    const longer = unlockedWorld(1);
    longer.pass(59 * SECOND);
    longer.idleMinutes = 30;
    longer.autoLock.reconsider();
    longer.pass(29 * MINUTE);
    expect(longer.locks).toEqual([]);
  });

  it('never comes if the owner wants none; all other locks do', () => {
    const world = unlockedWorld(0);
    expect(world.autoLock.idleLockInMs()).toBeNull();
    world.pass(MAX_AGE_MS - 1);
    expect(world.locks).toEqual([]);
    world.pass(1);
    expect(world.locks).toEqual(['max_age']);
  });
});

describe('the lock after twelve hours', () => {
  it('comes whatever the owner does', () => {
    const world = unlockedWorld();
    for (let passed = 0; passed < MAX_AGE_MS; passed += MINUTE) {
      expect(world.locks).toEqual([]);
      world.autoLock.activity();
      world.pass(MINUTE);
    }
    expect(MAX_AGE_MS).toBe(12 * HOUR);
    expect(world.locks).toEqual(['max_age']);
  });

  it('counts from the last time the password was proved', () => {
    const world = unlockedWorld(0);
    world.pass(11 * HOUR);
    world.autoLock.locked();
    world.autoLock.unlocked();
    world.pass(11 * HOUR);
    expect(world.locks).toEqual([]);
    world.pass(HOUR);
    expect(world.locks).toEqual(['max_age']);
  });
});

describe('a machine that slept unnoticed', () => {
  it.each([
    ['timer', (world: World) => world.pass(MINUTE)],
    ['poll', (world: World) => world.autoLock.poll({ systemIdleState: 'active' })],
    ['wake-up', (world: World) => world.autoLock.reconsider()],
    ['owner', (world: World) => world.autoLock.activity()],
  ] as const)('is locked by the first %s after it', (_what, wake) => {
    const going = unlockedWorld();
    going.sleep(8 * HOUR, 'goes on');
    wake(going);
    expect(going.locks).toEqual(['idle']);

    const standing = unlockedWorld();
    standing.sleep(8 * HOUR, 'stands still');
    wake(standing);
    expect(standing.locks).toEqual(['clock_jump']);
  });

  it('for a night, with no idle lock, is locked by its age', () => {
    const world = unlockedWorld(0);
    world.sleep(13 * HOUR, 'goes on');
    world.autoLock.poll({ systemIdleState: 'active' });
    expect(world.locks).toEqual(['max_age']);
  });
});

describe('a wall clock that is set', () => {
  it.each([1, -1])('by more than five minutes locks (direction %i), within a minute', (sign) => {
    const world = unlockedWorld(0);
    world.pass(HOUR);
    world.sleep(sign * (CLOCK_JUMP_MS + 1), 'stands still');
    world.pass(MINUTE);
    expect(world.locks).toEqual(['clock_jump']);
  });

  it.each([1, -1])('by no more than that does not (direction %i)', (sign) => {
    const world = unlockedWorld(0);
    world.sleep(sign * CLOCK_JUMP_MS, 'stands still');
    world.pass(HOUR);
    world.autoLock.poll({ systemIdleState: 'active' });
    expect(world.locks).toEqual([]);
  });

  it('in small steps adds up', () => {
    const world = unlockedWorld(0);
    for (let i = 0; i < 3; i += 1) {
      world.sleep(-2 * MINUTE, 'stands still');
      world.pass(MINUTE);
    }
    expect(world.locks).toEqual(['clock_jump']);
  });

  it('moves no deadline', () => {
    const world = unlockedWorld(10);
    world.sleep(-4 * MINUTE, 'stands still');
    world.pass(10 * MINUTE - 1);
    expect(world.locks).toEqual([]);
    world.pass(1);
    expect(world.locks).toEqual(['idle']);
  });
});

describe('what the system tells', () => {
  it('locks at once, with its cause', () => {
    const world = unlockedWorld();
    world.autoLock.poll({ systemIdleState: 'locked' });
    world.autoLock.poll({ systemIdleState: 'locked' });
    expect(world.locks).toEqual(['screen_lock']);
    expect(world.pending).toBe(0);
  });

  it('means nothing while the vault is locked', () => {
    const world = unlockedWorld();
    world.autoLock.locked();
    world.autoLock.poll({ systemIdleState: 'locked' });
    world.autoLock.reconsider();
    world.autoLock.activity();
    world.pass(24 * HOUR);
    expect(world.locks).toEqual([]);
    expect(world.pending).toBe(0);
  });

  it('of a system that is idle or unknown is no reason to lock', () => {
    const world = unlockedWorld();
    for (const systemIdleState of ['active', 'idle', 'unknown']) {
      world.autoLock.poll({ systemIdleState });
    }
    expect(world.locks).toEqual([]);
  });
});

describe('its timer', () => {
  it('is one at most, none while locked, never under a second or over a minute', () => {
    const world = new World();
    expect(world.pending).toBe(0);
    for (const idleMinutes of [10, 1, 60, 0]) {
      world.idleMinutes = idleMinutes;
      world.autoLock.unlocked();
      world.autoLock.unlocked();
      for (let i = 0; i < 50; i += 1) {
        world.pass(7777);
        world.autoLock.activity();
        world.autoLock.reconsider();
        expect(world.pending).toBe(1);
      }
      world.autoLock.locked();
      expect(world.pending).toBe(0);
    }
    world.idleMinutes = 1;
    world.autoLock.unlocked();
    world.pass(MINUTE - 1);
    world.autoLock.reconsider();
    world.pass(SECOND);
    expect(world.locks).toEqual(['idle']);
    expect(world.mostPending).toBe(1);
    expect(Math.min(...world.waits)).toBe(SECOND);
    expect(Math.max(...world.waits)).toBe(MINUTE);
  });

  it('is not touched by the owner: a call costs nothing', () => {
    const world = unlockedWorld();
    const set = world.waits.length;
    for (let i = 0; i < 1000; i += 1) world.autoLock.activity();
    expect(world.waits).toHaveLength(set);
  });
});
