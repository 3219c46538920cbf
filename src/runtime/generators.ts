import { assessPassword, type PasswordStrength } from '../core/secrets/password-strength.ts';

/** What makes and measures passwords, loaded only by what asks for it: its word lists are large. */
export { generatePassphrase, generatePassword } from '../core/secrets/generate.ts';

/** How hard a password is to guess, given as UTF-8. zxcvbn reads strings, so it becomes one here. */
export function passwordStrength(utf8: Uint8Array): Promise<PasswordStrength> {
  return assessPassword(new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8));
}
