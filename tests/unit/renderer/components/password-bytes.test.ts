import { describe, expect, it } from 'vitest';
import { takeBytes } from '../../../../src/renderer/components/password-bytes.ts';

describe('takeBytes', () => {
  it('gives the text as UTF-8 and leaves the input empty', () => {
    const input = { value: 'pässwört 🔑' };
    expect(takeBytes(input)).toEqual(new Uint8Array(Buffer.from('pässwört 🔑', 'utf8')));
    expect(input.value).toBe('');
  });

  it('changes nothing of what was typed: no trimming, no normalising', () => {
    const decomposed = ' e\u0301 ';
    expect(Buffer.from(takeBytes({ value: decomposed })).toString('utf8')).toBe(decomposed);
  });

  it('gives bytes that share no memory with another take', () => {
    const bytes = takeBytes({ value: 'first' });
    const other = takeBytes({ value: 'other' });
    bytes.fill(0);
    expect(Buffer.from(other).toString()).toBe('other');
  });
});
