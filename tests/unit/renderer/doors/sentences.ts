import type { Phrase } from '../../../../src/renderer/features/doors/phrase.ts';
import { messageOf } from '../../../../src/shared/messages/catalogue.ts';

const LOCALES = { en: 'en-GB', de: 'de-DE' } as const;

/** The phrase as the owner reads it. */
export function sentence({ key, values }: Phrase, language: 'en' | 'de' = 'en'): string {
  return messageOf({ language, locale: LOCALES[language] }, key, values);
}
