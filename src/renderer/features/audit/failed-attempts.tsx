import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { useStatus } from '../../app/status.ts';
import { cx } from '../../components/cx.ts';
import { Icon } from '../../components/icon.tsx';
import { timeText } from '../../components/time-text.ts';
import css from './audit.module.css';

/** Whether somebody tried to get in before the owner did, as the last unlock found it. */
export function FailedAttempts({ onShow }: { readonly onShow: () => void }): ReactNode {
  const { t, locale } = useMessages();
  const report = useStatus()?.report ?? null;
  if (report === null) return null;
  const { failedAttempts: count, failedSince } = report;
  if (count === 0) {
    return (
      <p className={cx(css['failed'], 'quiet')}>
        <Icon icon={ShieldCheck} size={14} />
        {t('audit.failed_none')}
      </p>
    );
  }
  const time =
    failedSince === null ? null : timeText(failedSince, { style: 'full', locale, timeZone: 'UTC' });
  return (
    <p className={cx(css['failed'], 'brass')}>
      <Icon icon={ShieldAlert} size={14} />
      <span>
        {time === null ? t('audit.failed_undated', { count }) : t('audit.failed', { count, time })}{' '}
        <button type="button" className="link" onClick={onShow}>
          {t('audit.failed.show')}
        </button>
      </span>
    </p>
  );
}
