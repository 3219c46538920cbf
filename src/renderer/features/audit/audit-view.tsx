import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { AuditEntry } from '../../../shared/model.ts';
import { useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { EmptyList } from '../../components/empty.tsx';
import { SheetPane } from '../../components/panes.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { auditColumns } from './audit-columns.tsx';
import { AuditFilters, NO_FILTER, type FilterChoice } from './audit-filters.tsx';
import css from './audit.module.css';
import { AuditNotices, RefusalNotice } from './audit-notices.tsx';
import { AuditTrace } from './audit-trace.tsx';
import { ChainBar } from './chain-bar.tsx';
import { readCorrelation } from './correlation-query.ts';
import { FailedAttempts } from './failed-attempts.tsx';
import { useAbout } from './use-about.ts';
import { useAuditLog, type AuditLog, type LogFilter } from './use-audit-log.ts';
import { useRowInSight } from './use-row-in-sight.ts';
import { useSettled } from './use-settled.ts';

const TYPING_REST_MS = 200;
const FAILED_UNLOCKS: FilterChoice = { ...NO_FILTER, event: 'vault.unlock', outcome: 'denied' };

interface AuditViewProps {
  /** Opens with what happened under this id. */
  readonly correlationId: string | null;
}

/** The audit log: whether it can be trusted, and every line of it. */
export function AuditView({ correlationId }: AuditViewProps): ReactNode {
  return <OpenLog key={correlationId} correlationId={correlationId} />;
}

/** What is looked at below the table: an id, and the line by which it was reached. */
interface Looked {
  readonly correlationId: string;
  readonly seq: number | null;
}

function OpenLog({ correlationId }: AuditViewProps): ReactNode {
  const { t } = useMessages();
  const [choice, setChoice] = useState<FilterChoice>({
    ...NO_FILTER,
    correlation: correlationId ?? '',
  });
  const filter = useFilter(choice);
  const log = useAuditLog(filter);
  const [chosen, setChosen] = useState<AuditEntry | null>(null);
  const [looked, setLooked] = useState<Looked | null>(
    correlationId === null ? null : { correlationId, seq: null },
  );
  const lines = useRowInSight();
  const look = (entry: AuditEntry) =>
    setLooked({ correlationId: entry.correlation_id, seq: entry.seq });
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || looked === null) return;
    event.preventDefault();
    setLooked(null);
  };
  return (
    <SheetPane main id="main" label={t('audit.title')}>
      <ChainBar onRefresh={log.refresh} />
      <AuditFilters choice={choice} onChange={setChoice} />
      <FailedAttempts onShow={() => setChoice(FAILED_UNLOCKS)} />
      <AuditNotices />
      <div className={css['log']} onKeyDown={closeOnEscape}>
        <div ref={lines} className={css['lines']}>
          <LogTable
            log={log}
            chosen={chosen}
            onChoose={(entry, how) => {
              setChosen(entry);
              if (how === 'pointer' || looked !== null) look(entry);
            }}
            onLook={look}
            onClear={() => setChoice(NO_FILTER)}
          />
        </div>
        {looked !== null && <AuditTrace {...looked} onClose={() => setLooked(null)} />}
      </div>
    </SheetPane>
  );
}

function useFilter({ correlation, event, outcome }: FilterChoice): LogFilter {
  const settled = useSettled(correlation, TYPING_REST_MS);
  return useMemo(() => {
    const read = readCorrelation(settled);
    return {
      ...(read.kind === 'prefix' ? { correlationId: read.prefix } : {}),
      ...(event === 'any' ? {} : { event }),
      ...(outcome === 'any' ? {} : { outcome }),
    };
  }, [settled, event, outcome]);
}

interface LogTableProps {
  readonly log: AuditLog;
  readonly chosen: AuditEntry | null;
  readonly onChoose: (entry: AuditEntry, how: 'keyboard' | 'pointer') => void;
  readonly onLook: (entry: AuditEntry) => void;
  readonly onClear: () => void;
}

const keyOf = ({ seq }: AuditEntry): string => String(seq);
const labelOf = ({ event }: AuditEntry): string => event;

function LogTable({ log, chosen, onChoose, onLook, onClear }: LogTableProps): ReactNode {
  const messages = useMessages();
  const about = useAbout();
  const columns = useMemo(() => auditColumns(messages, about), [messages, about]);
  const { t } = messages;
  const { read, loadOlder, refresh } = log;
  if (read === null) return <div className={css['waiting']}>{t('audit.loading')}</div>;
  const refused = read.refusal !== null && (
    <div className={css['notices']}>
      <RefusalNotice
        refusal={read.refusal}
        action={<Button onClick={refresh}>{t('audit.retry')}</Button>}
      />
    </div>
  );
  if (read.pages === null) return refused;
  const { entries } = read.pages;
  if (entries.length === 0) {
    return (
      <EmptyList
        title={t('audit.none.title')}
        text={t('audit.none.text')}
        action={<Button onClick={onClear}>{t('audit.filter.clear')}</Button>}
      />
    );
  }
  return (
    <>
      {refused}
      <VirtualTable
        key={JSON.stringify(read.filter)}
        label={t('audit.table')}
        columns={columns}
        items={entries}
        keyOf={keyOf}
        labelOf={labelOf}
        selectedKey={chosen === null ? null : keyOf(chosen)}
        onSelect={onChoose}
        onActivate={onLook}
        onNearEnd={loadOlder}
      />
    </>
  );
}
