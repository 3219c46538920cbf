import type { ReactNode } from 'react';
import { DamageBanner } from './damage-banner.tsx';
import css from './doors.module.css';
import { UnlockNotices } from './unlock-notices.tsx';

/** What the owner has to know about the open vault before anything else in it; nothing if all is in order. */
export function Findings(): ReactNode {
  return (
    <div className={css['findings']}>
      <DamageBanner />
      <UnlockNotices />
    </div>
  );
}
