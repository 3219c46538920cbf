import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WIRE_LIMITS, decode, encode, wipeBytesIn } from '../../../src/shared/wire.ts';

const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  fc.string({ unit: 'binary' }),
  fc.constant('\ud800 \u2028 \0'),
  fc.uint8Array({ maxLength: 64 }),
);
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', '$bytes', '$', '$$x', '10', '2', 'toString', ''),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 8, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
}));

function message(json: string, blobs: readonly number[] = []): Uint8Array {
  const length = json.length;
  return Uint8Array.from([
    ...[length >>> 24, length >>> 16, length >>> 8, length].map((byte) => byte & 0xff),
    ...Buffer.from(json, 'utf8'),
    ...blobs,
  ]);
}

describe('the form of the owner socket', () => {
  it('gives back what was sent, whatever its names and texts are', () => {
    fc.assert(
      fc.property(value, (sent) => {
        expect(decode(encode(sent))).toEqual(sent);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps bytes out of the text, each copy in memory of its own', () => {
    const secret = Buffer.from('the very secret value');
    const sent = encode({ a: secret, b: { c: [secret.subarray(4)] } });
    const jsonEnd = 4 + new DataView(sent.buffer).getUint32(0);
    expect(Buffer.from(sent.subarray(0, jsonEnd)).includes('secret')).toBe(false);
    const got = decode(sent) as { a: Uint8Array; b: { c: [Uint8Array] } };
    expect(Buffer.from(got.a).toString()).toBe('the very secret value');
    expect(Buffer.from(got.b.c[0]).toString()).toBe('very secret value');
    for (const bytes of [sent, got.a, got.b.c[0]]) {
      expect(bytes.byteLength).toBe(bytes.buffer.byteLength);
    }
    sent.fill(0);
    expect(Buffer.from(got.a).toString()).toBe('the very secret value');
    wipeBytesIn(got);
    expect([...got.a, ...got.b.c[0]].every((byte) => byte === 0)).toBe(true);
  });

  it('leaves out what is undefined and makes nothing of a prototype', () => {
    expect(decode(encode({ a: undefined, b: 1 }))).toEqual({ b: 1 });
    expect(decode(encode(undefined))).toBeNull();
    const got = decode(message('{"__proto__":{"polluted":true}}')) as object;
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
    expect(Object.hasOwn(got, '__proto__')).toBe(true);
    expect('polluted' in {}).toBe(false);
  });

  it('refuses to send what has no form here', () => {
    const deep: unknown[] = [];
    let inner = deep;
    for (let i = 0; i <= WIRE_LIMITS.depth; i += 1) {
      const next: unknown[] = [];
      inner.push(next);
      inner = next;
    }
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    for (const bad of [
      NaN,
      Infinity,
      1n,
      () => 1,
      Symbol('x'),
      new Map(),
      new Date(0),
      deep,
      cyclic,
    ]) {
      expect(() => encode({ bad })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    }
  });

  it('refuses every malformed message', () => {
    const bad: readonly (readonly [string, Uint8Array])[] = [
      ['nothing', new Uint8Array(0)],
      ['cut off in its length', Uint8Array.of(0, 0, 0)],
      ['cut off in its JSON', message('{"a":1}').subarray(0, 8)],
      ['a length beyond all', Uint8Array.of(255, 255, 255, 255, 123, 125)],
      ['no JSON', message('{"a":}')],
      ['not ASCII', message('"é"')],
      ['bytes left over', message('{}', [1])],
      ['a blob beyond the end', message('{"$bytes":[0,2]}', [1])],
      ['a blob twice', message('[{"$bytes":[0,1]},{"$bytes":[0,1]}]', [1])],
      ['a blob that was skipped', message('[{"$bytes":[1,1]}]', [1, 2])],
      ['a negative length', message('[{"$bytes":[0,-1]}]')],
      ['a length with a fraction', message('[{"$bytes":[0,0.5]}]', [1])],
      ['a length in text', message('[{"$bytes":[0,"1"]}]', [1])],
      ['a place of three', message('[{"$bytes":[0,1,2]}]', [1])],
      ['a place of none', message('[{"$bytes":null}]')],
      ['a blob with company', message('[{"$bytes":[0,1],"a":1}]', [1])],
      ['company before a blob', message('[{"a":1,"$bytes":[0,1]}]', [1])],
      ['a name of ours', message('{"$other":1}')],
      ['nested too deep', message('['.repeat(100) + ']'.repeat(100))],
    ];
    for (const [what, bytes] of bad) {
      expect(() => decode(bytes), what).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    }
  });

  it('refuses or reads any bytes at all, and never falls over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (noise, at) => {
        const good = encode({ a: [1, 'x', Uint8Array.of(1, 2, 3)] });
        good.set(noise.subarray(0, 4), at % (good.length - 4));
        for (const bytes of [noise, good]) {
          try {
            decode(bytes);
          } catch (thrown) {
            expect((thrown as { code: string }).code).toBe('invalid_input');
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
