import type { Timers } from './auto-lock.ts';

/** The system's timers. They keep no process alive. */
export const systemTimers: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
