import { describe, expect, it } from 'vitest';
import { systemTimers } from '../../../src/runtime/timers.ts';

describe('systemTimers', () => {
  it('call back once, and not at all when they are forgotten', async () => {
    const called: string[] = [];
    systemTimers.after(1, () => called.push('kept'));
    const forget = systemTimers.after(1, () => called.push('forgotten'));
    forget();
    await new Promise((resolve) => setTimeout(resolve, 30));
    forget();
    expect(called).toEqual(['kept']);
  });
});
