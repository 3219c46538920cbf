import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { openOverlay } from '../../app/route.ts';
import { useStatus } from '../../app/status.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';

/** Over an open vault that was changed from outside; nothing otherwise. */
export function DamageBanner(): ReactNode {
  const { t } = useMessages();
  if (useStatus()?.state !== 'tampered') return null;
  return (
    <Notice
      tone="wax"
      icon={ShieldAlert}
      title={t('repair.damage.title')}
      live="status"
      action={
        <Button onClick={() => openOverlay({ kind: 'repair' })}>{t('repair.damage.review')}</Button>
      }
    >
      {t('repair.damage.text')}
    </Notice>
  );
}
