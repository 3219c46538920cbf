import { describe, expect, it } from 'vitest';
import { readTotpSeed } from '../../../../src/renderer/features/secrets/totp-seed.ts';
import { checkTotpUri } from '../../../../src/core/secrets/totp.ts';

describe('the seed of a one-time code', () => {
  it('is an otpauth URI as it was pasted', () => {
    const uri = 'otpauth://totp/IG:mk?secret=JBSWY3DPEHPK3PXP&issuer=IG&digits=8';
    expect(readTotpSeed(` ${uri}\n`, 'ig')).toEqual({ ok: true, uri });
  });

  it('is made of a bare secret in groups and either case, so that the vault takes it', () => {
    const seed = readTotpSeed('jbsw y3dp-ehpk 3pxp', 'ig live/ä?');
    expect(seed).toEqual({
      ok: true,
      uri: 'otpauth://totp/ig%20live%2F%C3%A4%3F?secret=JBSWY3DPEHPK3PXP',
    });
    if (seed.ok) {
      expect(() => {
        checkTotpUri(new TextEncoder().encode(seed.uri));
      }).not.toThrow();
    }
  });

  it.each([
    ['482 913', 'not_a_seed'],
    ['JBSWY3D', 'not_a_seed'],
    ['https://example.com', 'not_a_seed'],
    ['otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=1', 'counter_based'],
    ['otpauth-migration://offline?data=abc', 'several'],
  ])('is not %s', (text, problem) => {
    expect(readTotpSeed(text, 'ig')).toEqual({ ok: false, problem });
  });
});
