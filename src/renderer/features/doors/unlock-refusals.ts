import type { ErrorCode } from '../../../shared/errors.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** Codes that say nothing about the password: what was typed stays for the next attempt. */
const UNJUDGED: ReadonlySet<ErrorCode> = new Set(['busy', 'throttled', 'rate_limited']);

/** Whether a refused password is to be typed anew. */
export function isJudged(code: ErrorCode): boolean {
  return !UNJUDGED.has(code);
}

const SENTENCES: Partial<Readonly<Record<ErrorCode, MessageKey>>> = {
  bad_password: 'doors.locked.wrong',
  busy: 'doors.locked.busy',
};

/** What is said at a password field, where there is more to say than the public sentence. */
export function refusedSentence(code: ErrorCode): MessageKey | null {
  return SENTENCES[code] ?? null;
}

/** Whether a refusal is said at the password field; any other concerns the call as a whole. */
export function isPasswordRefusal(code: ErrorCode): boolean {
  return code === 'bad_password' || code === 'busy';
}
