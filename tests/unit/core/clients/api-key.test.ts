import { describe, expect, it } from 'vitest';
import {
  isKeyEnvironment,
  makeApiKey,
  makeSessionToken,
  parseApiKey,
  parseSessionToken,
} from '../../../../src/core/clients/api-key.ts';
import { sha256 } from '../../../../src/core/crypto/digest.ts';
import { readVectors, toHex } from '../../../vectors/read-vectors.ts';

const { keys, bad } = readVectors('api-key') as {
  keys: { key: string; environment: string; prefix: string; hash: string }[];
  bad: { what: string; key: string }[];
};
const sessionTokens = readVectors('session-token') as {
  tokens: { token: string; hash: string }[];
  bad: { what: string; token: string }[];
};
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'utf8'));

describe('parseApiKey', () => {
  it.each(keys)('knows $prefix', ({ key, environment, prefix, hash }) => {
    const mark = parseApiKey(bytes(key));
    expect(mark).toMatchObject({ environment, prefix });
    expect(toHex(mark?.hash ?? null)).toBe(hash);
  });

  it.each(bad)('refuses $what', ({ key }) => {
    expect(parseApiKey(bytes(key))).toBeNull();
  });

  it('refuses what is not ASCII, and what is too long before it looks at it', () => {
    const key = bytes(keys[0]?.key ?? '');
    key[12] = 0xe9;
    expect(parseApiKey(key)).toBeNull();
    expect(parseApiKey(new Uint8Array(1 << 20).fill(0x61))).toBeNull();
  });

  it('notices every single character that was mistyped', () => {
    const text = keys[1]?.key ?? '';
    for (let i = 0; i < text.length; i += 1) {
      const other = text[i] === 'z' ? 'y' : 'z';
      expect(parseApiKey(bytes(text.slice(0, i) + other + text.slice(i + 1)))).toBeNull();
    }
  });
});

describe('makeApiKey', () => {
  it.each(['live', 'paper', 'test', 'ab', 'abcdefgh'])('makes a key for %s', (environment) => {
    const made = makeApiKey(environment);
    const text = Buffer.from(made.key).toString('latin1');
    expect(text).toMatch(new RegExp(`^sr_${environment}_[0-9A-Za-z]{38}$`));
    expect(made.prefix).toBe(text.slice(0, environment.length + 8));
    expect(made.hash).toEqual(sha256(made.key));
    const { key: _key, ...mark } = made;
    expect(parseApiKey(made.key)).toEqual(mark);
  });

  it('makes another one each time, in a buffer of its own', () => {
    const [a, b] = [makeApiKey('live'), makeApiKey('live')];
    expect(a.hash).not.toEqual(b.hash);
    expect(a.key.byteLength).toBe(a.key.buffer.byteLength);
  });

  it('draws every character as often as any other', () => {
    const counts = new Map<string, number>();
    const rounds = 3000;
    for (let i = 0; i < rounds; i += 1) {
      const text = Buffer.from(makeApiKey('live').key).toString('latin1').slice(8, 40);
      for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    const expected = (rounds * 32) / 62;
    // A modulo without rejection gives the first eight characters a quarter more; this is six standard deviations.
    for (const count of counts.values()) {
      expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected));
    }
  });

  it('refuses an environment that no key has', () => {
    for (const environment of ['', 'a', 'abcdefghi', 'Live', 'l1ve', 'li_ve', 'live\n']) {
      expect(isKeyEnvironment(environment)).toBe(false);
      expect(() => makeApiKey(environment)).toThrow(RangeError);
    }
  });
});

describe('parseSessionToken', () => {
  it.each(sessionTokens.tokens)('knows $token', ({ token, hash }) => {
    expect(toHex(parseSessionToken(bytes(token)))).toBe(hash);
    expect(parseApiKey(bytes(token))).toBeNull();
  });

  it.each(sessionTokens.bad)('refuses $what', ({ token }) => {
    expect(parseSessionToken(bytes(token))).toBeNull();
  });

  it('refuses what is not ASCII and what is long', () => {
    const token = bytes(sessionTokens.tokens[0]?.token ?? '');
    token[9] = 0xe9;
    expect(parseSessionToken(token)).toBeNull();
    expect(parseSessionToken(new Uint8Array(1 << 20).fill(0x61))).toBeNull();
  });
});

describe('makeSessionToken', () => {
  it('makes another one each time, of the form, in a buffer of its own', () => {
    const [a, b] = [makeSessionToken(), makeSessionToken()];
    expect(Buffer.from(a.token).toString('latin1')).toMatch(/^srt_[0-9A-Za-z]{38}$/);
    expect(parseSessionToken(a.token)).toEqual(a.hash);
    expect(a.hash).not.toEqual(b.hash);
    expect(a.token.byteLength).toBe(a.token.buffer.byteLength);
  });
});
