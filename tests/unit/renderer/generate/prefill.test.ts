import { describe, expect, it } from 'vitest';
import { holdPrefill, takePrefill } from '../../../../src/renderer/features/generate/prefill.ts';

describe('a generated value on its way into a form', () => {
  it('is given away once', () => {
    const value = new Uint8Array([1, 2]);
    holdPrefill(value);
    expect(takePrefill()).toBe(value);
    expect(takePrefill()).toBeNull();
  });

  it('is zeroed when the next one takes its place', () => {
    const first = new Uint8Array([1, 2]);
    holdPrefill(first);
    holdPrefill(new Uint8Array([3]));
    expect([...first]).toEqual([0, 0]);
    takePrefill();
  });
});
