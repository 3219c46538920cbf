import type { Preferences } from '../shared/ipc/replies.ts';
import type { Language } from '../shared/messages/message-part.ts';

export interface Languages {
  /** Of the texts. */
  readonly language: Language;
  /** BCP 47 tag for dates and numbers. */
  readonly locale: string;
}

/**
 * The language of the owner's choice, or the first of the system's that there are texts in, else English. Dates follow
 * the system as far as it speaks that language: `en` with `en-GB` first writes them the British way.
 */
export function languagesOf(
  choice: Preferences['language'],
  systemLanguages: readonly string[],
): Languages {
  const known = systemLanguages.flatMap((tag) => {
    const language = languageOf(tag);
    return language === null ? [] : [{ language, locale: tag }];
  });
  const language = choice === 'system' ? (known[0]?.language ?? 'en') : choice;
  return known.find((one) => one.language === language) ?? { language, locale: language };
}

function languageOf(tag: string): Language | null {
  try {
    const { language } = new Intl.Locale(tag);
    return language === 'en' || language === 'de' ? language : null;
  } catch {
    return null;
  }
}
