import { createContext, useContext, useMemo } from 'react';
import type { Language } from '../../shared/messages/message-part.ts';

export interface LanguageChoice {
  /** Of the texts. */
  readonly language: Language;
  /** Of dates and numbers, a BCP 47 tag. */
  readonly locale: string;
}

export const LanguageContext = createContext<LanguageChoice>({ language: 'en', locale: 'en-GB' });

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext);
}

/** Writes numbers as the owner does. */
export function useNumberFormat(options?: Intl.NumberFormatOptions): (value: number) => string {
  const { locale } = useLanguage();
  const shape = JSON.stringify(options ?? {});
  return useMemo(() => {
    const format = new Intl.NumberFormat(locale, JSON.parse(shape) as Intl.NumberFormatOptions);
    return (value) => format.format(value);
  }, [locale, shape]);
}
