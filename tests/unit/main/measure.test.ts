import { describe, expect, it } from 'vitest';
import { buffersIn, measure } from '../../../src/main/ipc/measure.ts';
import { utf8 } from '../../support/vault-fixture.ts';

describe('a request', () => {
  it('of the contract passes', () => {
    const fields = Array.from({ length: 64 }, (_, i) => ({
      name: `f${i}`,
      value: new Uint8Array(1024),
      concealed: true,
    }));
    expect(measure({ fields, metadata: { tags: ['a'] }, totp: null }, 320 * 1024)).toBe('ok');
    expect(measure({}, 0)).toBe('ok');
  });

  it('is too large by its buffers, its texts, its keys or the number of its parts', () => {
    expect(measure({ a: new Uint8Array(101) }, 100)).toBe('too_large');
    expect(measure({ a: 'x'.repeat(50) }, 100)).toBe('too_large');
    expect(measure({ ['k'.repeat(51)]: 1 }, 100)).toBe('too_large');
    expect(measure({ a: new Array(5000).fill(0) }, 10 ** 6)).toBe('too_large');
    expect(measure({ a: 'x'.repeat(49), b: new Uint8Array(0) }, 102)).toBe('ok');
  });

  it('is not walked to the end of a sparse array', () => {
    const sparse: unknown[] = [];
    sparse.length = 2 ** 32 - 1;
    expect(measure({ a: sparse }, 10 ** 6)).toBe('too_large');
  });

  it('may not turn in circles, be deep, or hold what is not data', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(measure(cyclic, 10 ** 6)).toBe('invalid_input');
    let deep: unknown = 1;
    for (let i = 0; i < 100; i += 1) deep = [deep];
    expect(measure(deep, 10 ** 6)).toBe('invalid_input');
    for (const odd of [
      new Map([['a', 1]]),
      new Set([1]),
      new Date(0),
      /x/,
      new Error('x'),
      new ArrayBuffer(8),
      new Float64Array(1),
      new DataView(new ArrayBuffer(8)),
      Object.create({ inherited: true }) as object,
    ]) {
      expect(measure({ odd }, 10 ** 6)).toBe('invalid_input');
    }
  });

  it('may not name __proto__', () => {
    expect(measure(JSON.parse('{"__proto__":{}}'), 1000)).toBe('invalid_input');
    expect(measure(JSON.parse('{"a":[{"__proto__":{}}]}'), 1000)).toBe('invalid_input');
  });
});

describe('the buffers in a value', () => {
  it('are all found, as deep as the contract goes', () => {
    const value = { a: utf8('1'), fields: [{ value: utf8('2') }, { value: utf8('3') }], n: 1 };
    expect(buffersIn(value)).toHaveLength(3);
    expect(buffersIn([value], 1)).toEqual([value.a]);
  });

  it('do not make a cycle endless', () => {
    const cyclic: Record<string, unknown> = { a: utf8('1') };
    cyclic['self'] = cyclic;
    expect(buffersIn(cyclic).length).toBeGreaterThan(0);
  });
});
