import type { ReactNode } from 'react';
import { useLanguage } from './language.ts';
import { timeText, type TimeStyle } from './time-text.ts';

export interface TimeProps {
  readonly iso: string;
  readonly style: TimeStyle;
  readonly utc?: boolean | undefined;
}

export function Time({ iso, style, utc = false }: TimeProps): ReactNode {
  const { locale } = useLanguage();
  const timeZone = utc ? 'UTC' : undefined;
  return (
    <time dateTime={iso} title={timeText(iso, { style: 'full', locale, timeZone })}>
      {timeText(iso, { style, locale, timeZone })}
    </time>
  );
}
