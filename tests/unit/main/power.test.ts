import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchPower } from '../../../src/main/power.ts';
import { createAutoLock } from '../../../src/runtime/auto-lock.ts';
import type { LockCause } from '../../../src/shared/model.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

function machine(platform: NodeJS.Platform) {
  const emitter = new EventEmitter();
  const clock = new FakeClock();
  const timers = new ManualTimers();
  const state = { open: true, screen: 'active', polls: 0, quits: 0 };
  const causes: LockCause[] = [];
  const lock = (cause: LockCause) => {
    state.open = false;
    causes.push(cause);
  };
  const autoLock = createAutoLock({ clock, timers, idleMinutes: () => 0, lock });
  autoLock.unlocked();
  const stateChanged = watchPower({
    source: {
      on: (event, listener) => void emitter.on(event, listener),
      idleState: () => {
        state.polls += 1;
        return state.screen;
      },
    },
    autoLock,
    lock,
    timers,
    platform,
    isOpen: () => state.open,
    quit: () => (state.quits += 1),
  });
  const pass = (ms: number) => {
    clock.advance(ms);
    timers.advance(ms);
  };
  return { emitter, clock, pass, state, causes, autoLock, stateChanged };
}

describe('the machine', () => {
  it.each([
    ['suspend', 'suspend'],
    ['lock-screen', 'screen_lock'],
    ['user-did-resign-active', 'user_switch'],
  ])('locks the vault on %s', (event, cause) => {
    const { emitter, causes } = machine('darwin');
    emitter.emit(event);
    expect(causes).toEqual([cause]);
  });

  it('locks also while an unlock is under way, which no deadline guards yet', () => {
    const { emitter, autoLock, causes } = machine('darwin');
    autoLock.locked();
    emitter.emit('suspend');
    expect(causes).toEqual(['suspend']);
  });

  it('locks on waking up what slept past its time', () => {
    const { emitter, clock, causes } = machine('win32');
    // The monotonic clock of some systems stands while they sleep.
    clock.setWall('2026-11-20T09:00:00.000Z');
    emitter.emit('resume');
    expect(causes).toEqual(['clock_jump']);
  });

  it('gives the app time to end well when it goes down', () => {
    const { emitter, state } = machine('linux');
    let delayed = false;
    emitter.emit('shutdown', { preventDefault: () => (delayed = true) });
    expect(delayed).toBe(true);
    expect(state.quits).toBe(1);
    emitter.emit('shutdown');
    expect(state.quits).toBe(2);
  });

  it('is asked for its screen lock every five seconds on Linux, while the vault is open', () => {
    const { pass, state, causes, stateChanged } = machine('linux');
    stateChanged();
    stateChanged();
    pass(5000);
    expect(state.polls).toBe(1);
    state.screen = 'locked';
    pass(5000);
    expect(causes).toEqual(['screen_lock']);
    pass(60_000);
    expect(state.polls).toBe(2);
    state.open = true;
    stateChanged();
    pass(5000);
    expect(state.polls).toBe(3);
  });

  it('is not asked where it tells by itself', () => {
    const { pass, state, stateChanged } = machine('darwin');
    stateChanged();
    pass(60_000);
    expect(state.polls).toBe(0);
  });
});
