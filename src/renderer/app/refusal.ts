import { ERRORS } from '../../shared/errors.ts';
import type { Language } from '../../shared/messages/message-part.ts';
import type { CallError, Reply } from '../../shared/ipc/types.ts';

/** A call's refusal, thrown where a value was needed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly error: CallError;

  constructor(error: CallError) {
    super(error.code);
    this.error = error;
  }
}

/** The value of a reply. @throws Refusal */
export async function valueOf<T>(reply: Promise<Reply<T>>): Promise<T> {
  const answered = await reply;
  if (answered.ok) return answered.value;
  throw new Refusal(answered.error);
}

/** What was thrown as a refusal; anything foreign is `internal` without an id of its own. */
export function asRefusal(thrown: unknown): CallError {
  return thrown instanceof Refusal ? thrown.error : { code: 'internal', correlationId: '' };
}

/** The public sentence of a code. */
export function sentenceOf(code: CallError['code'], language: Language): string {
  return ERRORS[code][language];
}
