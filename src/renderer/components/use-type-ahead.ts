import { useCallback, useEffect, useRef } from 'react';
import { useLanguage } from './language.ts';
import { findTyped, TYPE_AHEAD_MS } from './type-ahead.ts';

type LabelAt = (index: number) => string | undefined;

/** Collects letters typed in a row and finds what they begin. */
export function useTypeAhead(): (
  key: string,
  labelAt: LabelAt,
  count: number,
  current: number,
) => number | undefined {
  const { locale } = useLanguage();
  const typed = useRef('');
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return useCallback(
    (key, labelAt, count, current) => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => (typed.current = ''), TYPE_AHEAD_MS);
      typed.current += key;
      return findTyped(labelAt, count, typed.current, current, locale);
    },
    [locale],
  );
}
