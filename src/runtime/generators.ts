/** What makes passwords, loaded only by the command that asks for it: its word list is large. */
export { generatePassphrase, generatePassword } from '../core/secrets/generate.ts';
