import type { MessageKey, MessageValues } from '../../../shared/messages/catalogue.ts';

/** A message that is not yet in a language: what pure code says. */
export interface Phrase {
  readonly key: MessageKey;
  readonly values?: MessageValues;
}
