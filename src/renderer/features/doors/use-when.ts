import { useCallback, useEffect, useState } from 'react';
import { useMessages } from '../../app/info.ts';
import { nowText } from '../../clock.ts';
import { whenOf } from './when.ts';

/** Says an instant within a sentence, in the owner's language and zone. Who comes back the next day reads "yesterday". */
export function useWhen(): (instant: string) => string {
  const { t, locale } = useMessages();
  const [now, setNow] = useState(nowText);
  useEffect(() => {
    const look = () => setNow(nowText());
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, []);
  return useCallback(
    (instant) => {
      const { key, values } = whenOf(instant, now, { locale });
      return t(key, values);
    },
    [t, locale, now],
  );
}
