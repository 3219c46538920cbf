import type { ReactNode } from 'react';
import { keyCaps } from './key-caps.ts';
import css from './keys.module.css';
import { useLanguage } from './language.ts';
import { usePlatform } from './platform.ts';

export interface KeysProps {
  /** Names of keys: `Mod`, `Shift`, `Enter`, `Escape`, `ArrowUp`, or the letter. */
  readonly keys: readonly string[];
  /** Without caps, as in a tooltip. */
  readonly plain?: boolean | undefined;
}

export function Keys({ keys, plain = false }: KeysProps): ReactNode {
  const platform = usePlatform();
  const { language } = useLanguage();
  const caps = keyCaps(keys, platform, language);
  if (plain)
    return <span className={css['plain']}>{caps.join(platform === 'mac' ? '' : ' ')}</span>;
  return (
    <span className={css['keys']}>
      {caps.map((cap) => (
        <kbd key={cap} className={css['cap']}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
