import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTotpUri, totpNow } from '../../../../src/core/secrets/totp.ts';
import { asVaultError } from '../../../../src/shared/vault-error.ts';
import { wipedTexts } from './wiped-texts.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** RFC 6238 appendix B: ASCII "1234567890" repeated to 20, 32 and 64 bytes, in base32. */
const SEEDS = {
  SHA1: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  SHA256: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA====',
  SHA512:
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA=',
};
const VECTORS = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
] as const;

function code(uri: string, seconds: number): string {
  return totpNow(utf8(uri), seconds * 1000).code;
}

describe('totpNow', () => {
  it.each(VECTORS)('gives the codes of RFC 6238 appendix B at %d s', (seconds, ...codes) => {
    const got = Object.entries(SEEDS).map(([algorithm, secret]) =>
      code(`otpauth://totp/T?secret=${secret}&algorithm=${algorithm}&digits=8`, seconds),
    );
    expect(got).toEqual(codes);
  });

  it('takes SHA1, 6 digits and 30 seconds where the URI says nothing', () => {
    const uri = utf8(`otpauth://totp/Broker:me%40example.org?secret=${SEEDS.SHA1}&issuer=Broker`);
    expect(totpNow(uri, 59_999)).toEqual({
      code: '287082',
      periodSeconds: 30,
      remainingSeconds: 1,
    });
    expect(totpNow(uri, 60_000).remainingSeconds).toBe(30);
  });

  it('counts in the period of the URI', () => {
    const uri = utf8(`otpauth://totp/T?period=60&digits=8&secret=${SEEDS.SHA1}`);
    // Counter 1, which is 59 s of the RFC's vectors with a period of 30.
    expect(totpNow(uri, 119_000)).toEqual({
      code: '94287082',
      periodSeconds: 60,
      remainingSeconds: 1,
    });
  });

  it.each([
    ['lower case', SEEDS.SHA1.toLowerCase()],
    ['padding', `${SEEDS.SHA1}=`],
    ['encoded padding', `${SEEDS.SHA1}%3D%3d`],
  ])('reads a secret with %s', (_, secret) => {
    expect(code(`otpauth://totp/T?digits=8&SECRET=${secret}`, 59)).toBe('94287082');
  });

  it('reads a secret whose last letter fills no byte', () => {
    const shorter = SEEDS.SHA256.replaceAll('=', '');
    expect(code(`otpauth://totp/T?algorithm=SHA256&digits=8&secret=${shorter}`, 59)).toBe(
      '46119246',
    );
  });

  it("leaves the caller's buffer as it is", () => {
    const uri = utf8(`otpauth://totp/T?secret=${SEEDS.SHA1}`);
    const before = Uint8Array.from(uri);
    totpNow(uri, 0);
    expect(uri).toEqual(before);
  });

  it('zeroes the key', () => {
    const uri = utf8(`otpauth://totp/T?secret=${SEEDS.SHA1}`);
    expect(wipedTexts(() => totpNow(uri, 0))).toContain('12345678901234567890');
    expect(
      wipedTexts(() => {
        checkTotpUri(uri);
      }),
    ).toContain('12345678901234567890');
  });

  it.each([-1, Number.NaN, 0.5, Number.POSITIVE_INFINITY])('refuses the time %d', (unixMs) => {
    expect(() => totpNow(utf8(`otpauth://totp/T?secret=${SEEDS.SHA1}`), unixMs)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('checkTotpUri', () => {
  it('accepts a label outside ASCII', () => {
    expect(() => {
      checkTotpUri(utf8(`otpauth://totp/Bör%C3%B6se:ich?secret=${SEEDS.SHA1}`));
    }).not.toThrow();
  });

  const refused: Record<string, string> = {
    nothing: '',
    'another scheme': `https://totp/T?secret=${SEEDS.SHA1}`,
    'a counter-based seed': `otpauth://hotp/T?secret=${SEEDS.SHA1}&counter=1`,
    'an unknown type': `otpauth://motp/T?secret=${SEEDS.SHA1}`,
    'no label': `otpauth://totp/?secret=${SEEDS.SHA1}`,
    'no secret': 'otpauth://totp/T?issuer=a',
    'a secret before the query': `otpauth://totp/secret=${SEEDS.SHA1}?issuer=a`,
    'an empty secret': 'otpauth://totp/T?secret=',
    'a secret of one letter': 'otpauth://totp/T?secret=A',
    'a secret that is only padding': 'otpauth://totp/T?secret====',
    'a secret that is not base32': 'otpauth://totp/T?secret=GEZDGNBV1',
    'a secret with a space': 'otpauth://totp/T?secret=GEZD GNBV',
    'two secrets': `otpauth://totp/T?secret=${SEEDS.SHA1}&secret=${SEEDS.SHA1}`,
    'an unknown algorithm': `otpauth://totp/T?secret=${SEEDS.SHA1}&algorithm=MD5`,
    'an algorithm that RFC 6238 lacks': `otpauth://totp/T?secret=${SEEDS.SHA1}&algorithm=SHA3-256`,
    'five digits': `otpauth://totp/T?secret=${SEEDS.SHA1}&digits=5`,
    'nine digits': `otpauth://totp/T?secret=${SEEDS.SHA1}&digits=9`,
    'digits that are no number': `otpauth://totp/T?secret=${SEEDS.SHA1}&digits=six`,
    'a period of nothing': `otpauth://totp/T?secret=${SEEDS.SHA1}&period=0`,
    'a period beyond an hour': `otpauth://totp/T?secret=${SEEDS.SHA1}&period=3601`,
    'a broken percent sign': `otpauth://totp/T%?secret=${SEEDS.SHA1}`,
    'more than 4096 bytes': `otpauth://totp/${'a'.repeat(4096)}?secret=${SEEDS.SHA1}`,
  };
  it.each(Object.entries(refused))('refuses %s', (_, uri) => {
    expect(() => {
      checkTotpUri(utf8(uri));
    }).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('refuses ill-formed UTF-8', () => {
    const uri = utf8(`otpauth://totp/T?secret=${SEEDS.SHA1}`);
    uri[15] = 0xff;
    expect(() => {
      checkTotpUri(uri);
    }).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('says nothing of the URI in its errors', () => {
    for (const uri of Object.values(refused)) {
      try {
        checkTotpUri(utf8(uri));
      } catch (thrown) {
        const { message, hint } = asVaultError(thrown);
        expect(`${message} ${hint ?? ''}`).not.toContain('GEZD');
      }
    }
  });

  it('throws nothing but a VaultError, and agrees with totpNow, on any bytes', () => {
    const piece = fc.oneof(
      fc.constantFrom('otpauth://totp/', 'T', '?', '&', 'secret=', 'ABCDEFGH', '%3D', '=', '%'),
      fc.constantFrom('digits=', '8', 'period=', '1e9', 'algorithm=', 'SHA256', '\u00e9', '::'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const uri = utf8(`otpauth://totp/T?secret=GEZDGNBV${pieces.join('')}`);
        const outcome = (act: () => unknown): string => {
          try {
            act();
            return 'accepted';
          } catch (thrown) {
            return asVaultError(thrown).code;
          }
        };
        const checked = outcome(() => {
          checkTotpUri(uri);
        });
        expect(['accepted', 'invalid_input']).toContain(checked);
        expect(outcome(() => totpNow(uri, 1e12))).toBe(checked);
      }),
      { numRuns: 3000 },
    );
  });
});
