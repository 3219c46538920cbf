import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveFernetKey, openFernet } from '../../../../src/core/importers/fernet.ts';

/** The specification's own example (github.com/fernet/spec, generate.json). */
const SPEC_KEY = Buffer.from('cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=', 'base64url');
const SPEC_TOKEN =
  'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';

/** A token over any plaintext; `padding` false leaves PKCS #7 to the caller. */
function seal(plaintext: Uint8Array, version = 0x80, padding = true): string {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv('aes-128-cbc', SPEC_KEY.subarray(16), iv).setAutoPadding(padding);
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const signed = Buffer.concat([Buffer.from([version]), Buffer.alloc(8), iv, text]);
  return sign(signed);
}

function sign(signed: Uint8Array): string {
  const mac = createHmac('sha256', SPEC_KEY.subarray(0, 16)).update(signed).digest();
  const token = Buffer.concat([signed, mac]).toString('base64url');
  return token.padEnd(Math.ceil(token.length / 4) * 4, '=');
}

const open = (token: string): string | null => {
  const value = openFernet(SPEC_KEY, token);
  return value === null ? null : Buffer.from(value).toString('utf8');
};

describe('openFernet', () => {
  it("opens the specification's example", () => {
    expect(open(SPEC_TOKEN)).toBe('hello');
  });

  it('opens any value of any length into a buffer of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (value) => {
        const opened = openFernet(SPEC_KEY, seal(value));
        expect(opened === null ? null : [...opened]).toEqual([...value]);
        expect(opened?.buffer.byteLength).toBe(value.length);
      }),
    );
  });

  it('opens nothing when any character is changed, added or missing', () => {
    for (let at = 0; at < SPEC_TOKEN.length; at += 1) {
      const old = SPEC_TOKEN.charAt(at);
      const other = old === 'A' ? 'B' : 'A';
      const changed = SPEC_TOKEN.slice(0, at) + other + SPEC_TOKEN.slice(at + 1);
      expect([at, open(changed)]).toEqual([at, null]);
      expect(open(SPEC_TOKEN.slice(0, at))).toBeNull();
      expect(open(SPEC_TOKEN.slice(0, at) + SPEC_TOKEN.slice(at + 1))).toBeNull();
    }
    for (const more of ['A', '=', '\n', ' ', 'AAAA']) expect(open(SPEC_TOKEN + more)).toBeNull();
  });

  it('opens nothing under another key', () => {
    for (const at of [0, 15, 16, 31]) {
      const key = Uint8Array.from(SPEC_KEY);
      key[at] = (key[at] ?? 0) ^ 1;
      const opened = openFernet(key, SPEC_TOKEN);
      expect(opened === null ? null : Buffer.from(opened).toString()).not.toBe('hello');
    }
  });

  it('opens nothing that is signed but is not Fernet', () => {
    const block = new Uint8Array(16);
    expect(open(seal(block, 0x81))).toBeNull();
    expect(open(seal(block, 0x80, false))).toBeNull();
    expect(open(sign(Buffer.concat([Buffer.from([0x80]), Buffer.alloc(24)])))).toBeNull();
    expect(open(sign(Buffer.concat([Buffer.from([0x80]), Buffer.alloc(24 + 17)])))).toBeNull();
    expect(open(sign(Buffer.from([0x80])))).toBeNull();
    expect(open('')).toBeNull();
  });
});

describe('deriveFernetKey', () => {
  it('is PBKDF2-HMAC-SHA-256 with 480 000 rounds', async () => {
    // Python: hashlib.pbkdf2_hmac('sha256', b'pass', bytes(range(16)), 480000).hex()
    const salt = Uint8Array.from({ length: 16 }, (_, i) => i);
    const key = await deriveFernetKey(Buffer.from('pass'), salt);
    expect(Buffer.from(key).toString('hex')).toBe(
      '3a38f0f7162e5b3cf0b8b37c93cc567d3475a02776d088c054e4651c64fc642b',
    );
    expect(key.buffer.byteLength).toBe(32);
  });
});
