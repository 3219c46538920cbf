import { Check, FileClock, History, ShieldAlert, Unlink, X, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { PAGE_COMMANDS } from '../../app/commands.ts';
import { useMessages } from '../../app/info.ts';
import { go } from '../../app/route.ts';
import { refreshStatus, useStatus } from '../../app/status.ts';
import { createStore, useStore } from '../../app/store.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import type { UnlockReport } from '../../../shared/model.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import { vaultClient } from '../../vault-client.ts';
import css from './doors.module.css';
import { findingsOf, type Finding } from './unlock-findings.ts';
import { useWhen } from './use-when.ts';

/** Outlives the views that show the notices; the next lock takes the page and this with it. */
const seen = createStore<ReadonlySet<Finding>>(new Set());

interface Look {
  readonly tone: 'plain' | 'brass' | 'wax';
  readonly icon: LucideIcon;
}

const LOOKS: Readonly<Record<Finding, Look>> = {
  verifier_tampered: { tone: 'wax', icon: ShieldAlert },
  audit_gap: { tone: 'brass', icon: Unlink },
  failed_attempts: { tone: 'brass', icon: History },
  migrated: { tone: 'plain', icon: FileClock },
  rewrapped: { tone: 'plain', icon: Check },
};

type Plain = Exclude<Finding, 'failed_attempts'>;

const TEXTS: Readonly<Record<Plain, readonly [title: MessageKey, text: MessageKey]>> = {
  verifier_tampered: ['doors.notice.verifier_tampered', 'doors.notice.verifier_tampered.text'],
  audit_gap: ['doors.notice.audit_gap', 'doors.notice.audit_gap.text'],
  migrated: ['doors.notice.migrated', 'doors.notice.migrated.text'],
  rewrapped: ['doors.notice.rewrapped', 'doors.notice.rewrapped.text'],
};

/** What the last unlock found, each until the owner has seen it. */
export function UnlockNotices(): ReactNode {
  const status = useStatus();
  const dismissed = useStore(seen);
  const report = status?.report ?? null;
  if (status === null || report === null) return null;
  const shown = findingsOf(status).filter((finding) => !dismissed.has(finding));
  if (shown.length === 0) return null;
  return (
    <div className={css['notices']}>
      {shown.map((finding) => (
        <FindingNotice key={finding} finding={finding} report={report} />
      ))}
    </div>
  );
}

/** A gap of the audit log is told at each unlock until main knows that it was seen. */
async function see(finding: Finding): Promise<void> {
  if (finding === 'audit_gap') {
    const { ok } = await vaultClient.audit.acknowledgeGap({});
    if (!ok) return;
    refreshStatus().catch(() => undefined);
  }
  seen.set(new Set([...seen.get(), finding]));
}

interface FindingNoticeProps {
  readonly finding: Finding;
  readonly report: UnlockReport;
}

function FindingNotice({ finding, report }: FindingNoticeProps): ReactNode {
  const { t } = useMessages();
  const when = useWhen();
  const [busy, setBusy] = useState(false);
  const [title, text] =
    finding === 'failed_attempts'
      ? [
          t('doors.notice.failed', { count: report.failedAttempts }),
          report.failedSince === null
            ? t('doors.notice.failed.text')
            : t('doors.notice.failed.since', { when: when(report.failedSince) }),
        ]
      : TEXTS[finding].map((key) => t(key));
  const press = () => {
    setBusy(true);
    void see(finding).finally(() => {
      setBusy(false);
      // The focus was on a button that is gone.
      PAGE_COMMANDS.find.run();
    });
  };
  return (
    <Notice
      {...LOOKS[finding]}
      title={title}
      live="status"
      action={
        finding === 'audit_gap' ? (
          <Button busy={busy} onClick={press}>
            {t('doors.notice.seen')}
          </Button>
        ) : (
          <IconButton label={t('doors.notice.dismiss')} icon={X} onClick={press} />
        )
      }
    >
      {text} {isInLog(finding) && <AuditLink />}
    </Notice>
  );
}

function isInLog(finding: Finding): boolean {
  return LOOKS[finding].tone !== 'plain';
}

function AuditLink(): ReactNode {
  const { t } = useMessages();
  return (
    <button
      type="button"
      className="link"
      onClick={() => go({ view: 'audit', correlationId: null })}
    >
      {t('doors.notice.open_audit')}
    </button>
  );
}
