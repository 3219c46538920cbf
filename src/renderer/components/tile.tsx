import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { tileLetters } from './tile-letters.ts';
import css from './tile.module.css';

export interface TileProps {
  /** Two letters of it are shown; the name itself stands beside the tile. */
  readonly name?: string | undefined;
  readonly icon?: LucideIcon | undefined;
  /** Round for a client, square for a secret. */
  readonly kind?: 'secret' | 'client' | undefined;
  readonly size?: 'small' | 'normal' | 'large' | undefined;
}

export function Tile({ name, icon, kind = 'secret', size = 'normal' }: TileProps): ReactNode {
  return (
    <span
      className={cx(css['tile'], css[size], kind === 'client' && css['client'])}
      aria-hidden="true"
    >
      {icon ? (
        <Icon icon={icon} size={size === 'large' ? 20 : 16} />
      ) : (
        tileLetters(name ?? '', kind === 'client' ? 'words' : 'first-word')
      )}
    </span>
  );
}
