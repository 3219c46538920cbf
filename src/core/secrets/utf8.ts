/** Bounds of the second byte for a leading byte ≥ 0x80, or null if no sequence begins with it (Unicode table 3-7). */
function secondByte(lead: number): { more: number; low: number; high: number } | null {
  if (lead >= 0xc2 && lead <= 0xdf) return { more: 1, low: 0x80, high: 0xbf };
  if (lead === 0xe0) return { more: 2, low: 0xa0, high: 0xbf };
  if (lead === 0xed) return { more: 2, low: 0x80, high: 0x9f };
  if (lead >= 0xe1 && lead <= 0xef) return { more: 2, low: 0x80, high: 0xbf };
  if (lead === 0xf0) return { more: 3, low: 0x90, high: 0xbf };
  if (lead >= 0xf1 && lead <= 0xf3) return { more: 3, low: 0x80, high: 0xbf };
  if (lead === 0xf4) return { more: 3, low: 0x80, high: 0x8f };
  return null;
}

/**
 * Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF),
 * found without ever making a string of them. Empty is well-formed.
 */
export function isUtf8(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at++] ?? 0;
    if (lead < 0x80) continue;
    const rule = secondByte(lead);
    if (rule === null) return false;
    for (let i = 0; i < rule.more; i += 1) {
      const next = bytes[at++];
      const low = i === 0 ? rule.low : 0x80;
      const high = i === 0 ? rule.high : 0xbf;
      if (next === undefined || next < low || next > high) return false;
    }
  }
  return true;
}
