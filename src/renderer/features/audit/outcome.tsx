import { Ban, Check, CircleDashed, Lock, ShieldAlert, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../../shared/model.ts';
import { useMessages } from '../../app/info.ts';
import { cx } from '../../components/cx.ts';
import { Icon } from '../../components/icon.tsx';
import css from './audit.module.css';
import { outcomeLook, type OutcomeLook } from './outcome-words.ts';

const SIGNS: Readonly<Record<OutcomeLook['sign'], LucideIcon>> = {
  begun: CircleDashed,
  done: Check,
  denied: Ban,
  failed: X,
  locked: Lock,
  found: ShieldAlert,
};

/** Icon and word; what is in order keeps the colour for its icon. */
export function Outcome({ entry }: { readonly entry: AuditEntry }): ReactNode {
  const { t } = useMessages();
  const { words, sign, tone } = outcomeLook(entry);
  const calm = tone === 'ok';
  return (
    <span className={cx(css['outcome'], !calm && tone)}>
      <Icon icon={SIGNS[sign]} size={14} className={cx(calm && 'ok')} />
      {t(words)}
    </span>
  );
}
