import { unpooled } from '../crypto/bytes.ts';

/**
 * The bytes of a padded base64url text (RFC 4648 §5, as Python's `urlsafe_b64encode` writes it) in a buffer of their
 * own. Null: another alphabet, missing or wrong padding, loose bits at the end.
 */
export function fromPaddedBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text.replace(/=+$/, '') ? unpooled(bytes) : null;
}
