import { CircleAlert, ShieldAlert, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { CallError } from '../../../shared/ipc/types.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { AuditFault, AuditVerification } from '../../../shared/model.ts';
import { useMessages } from '../../app/info.ts';
import { asRefusal, sentenceOf, valueOf } from '../../app/refusal.ts';
import { refreshStatus, useStatus } from '../../app/status.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { vaultClient } from '../../vault-client.ts';
import css from './audit.module.css';
import { shortId } from './correlation-query.ts';
import { useChainState } from './verification.ts';

/** More places than these are told by their number. */
const SHOWN_FAULTS = 4;

const PROBLEMS: Readonly<Record<AuditFault['problem'], MessageKey>> = {
  altered: 'audit.problem.altered',
  missing: 'audit.problem.missing',
  added: 'audit.problem.added',
  unreadable: 'audit.problem.unreadable',
  no_seed: 'audit.problem.no_seed',
};

/** What the owner has to know about the log before its lines. */
export function AuditNotices(): ReactNode {
  const { last, refusal } = useChainState();
  const gap = useStatus()?.auditGap === true;
  const damaged = last !== null && !last.found.ok;
  if (!damaged && !gap && refusal === null) return null;
  return (
    <div className={css['notices']}>
      {damaged && <DamageNotice found={last.found} />}
      {gap && <GapNotice />}
      {refusal !== null && <RefusalNotice refusal={refusal} />}
    </div>
  );
}

function DamageNotice({ found: { faults } }: { readonly found: AuditVerification }): ReactNode {
  const { t } = useMessages();
  const hidden = faults.length - SHOWN_FAULTS;
  return (
    <Notice
      tone="wax"
      icon={ShieldAlert}
      live="status"
      title={t('audit.damage.title', { count: faults.length })}
    >
      {faults.slice(0, SHOWN_FAULTS).map(({ file, line, seq, problem }) => (
        <span key={`${file} ${line}`} className={css['fault']}>
          {t(line === 0 ? 'audit.damage.file' : 'audit.damage.place', {
            file,
            line,
            seq,
            problem: t(PROBLEMS[problem]),
          })}
        </span>
      ))}
      {hidden > 0 && (
        <span className={css['fault']}>{t('audit.damage.more', { count: hidden })}</span>
      )}
      {t('audit.damage.next')}
    </Notice>
  );
}

function GapNotice(): ReactNode {
  const { t } = useMessages();
  const [refusal, setRefusal] = useState<CallError | null>(null);
  const acknowledge = async (): Promise<void> => {
    try {
      await valueOf(vaultClient.audit.acknowledgeGap({}));
      await refreshStatus();
    } catch (thrown) {
      setRefusal(asRefusal(thrown));
    }
  };
  return (
    <>
      <Notice
        tone="brass"
        icon={TriangleAlert}
        title={t('audit.gap.title')}
        action={<Button onClick={() => void acknowledge()}>{t('audit.gap.seen')}</Button>}
      >
        {t('audit.gap.text')}
      </Notice>
      {refusal !== null && <RefusalNotice refusal={refusal} />}
    </>
  );
}

interface RefusalNoticeProps {
  readonly refusal: CallError;
  readonly action?: ReactNode;
}

/** Why the log could not be read or proven. */
export function RefusalNotice({ refusal, action }: RefusalNoticeProps): ReactNode {
  const { t, language } = useMessages();
  return (
    <Notice
      tone="wax"
      icon={CircleAlert}
      live="status"
      title={t('audit.unreadable')}
      action={action}
    >
      {sentenceOf(refusal.code, language)}{' '}
      <span className="mono">{shortId(refusal.correlationId)}</span>
    </Notice>
  );
}
