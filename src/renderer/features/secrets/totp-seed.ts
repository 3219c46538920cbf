/** What an owner pastes as a one-time code's seed, or why it is none. */
export type TotpSeed =
  | { readonly ok: true; readonly uri: string }
  | { readonly ok: false; readonly problem: 'not_a_seed' | 'counter_based' | 'several' };

const BASE32 = /^[A-Z2-7]{8,}=*$/;

/** An otpauth:// URI as it is, or one made of a bare base32 secret, which providers print in groups. */
export function readTotpSeed(text: string, name: string): TotpSeed {
  const trimmed = text.trim();
  const scheme = /^[a-z-]+:\/\/[a-z-]*/i.exec(trimmed)?.[0].toLowerCase();
  switch (scheme) {
    case 'otpauth://totp':
      return { ok: true, uri: trimmed };
    case 'otpauth://hotp':
      return { ok: false, problem: 'counter_based' };
    case 'otpauth-migration://offline':
      return { ok: false, problem: 'several' };
    case undefined: {
      const secret = trimmed.replaceAll(/[\s-]/g, '').toUpperCase();
      return BASE32.test(secret)
        ? {
            ok: true,
            uri: `otpauth://totp/${encodeURIComponent(name.toWellFormed())}?secret=${secret}`,
          }
        : { ok: false, problem: 'not_a_seed' };
    }
    default:
      return { ok: false, problem: 'not_a_seed' };
  }
}
