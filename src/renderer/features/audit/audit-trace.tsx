import { Copy, X } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useMessages, type Translate } from '../../app/info.ts';
import { IconButton } from '../../components/button.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Trace, type TraceStep as ShownStep } from '../../components/trace.tsx';
import { vaultClient } from '../../vault-client.ts';
import css from './audit.module.css';
import { ACTOR_WORDS } from './audit-columns.tsx';
import { RefusalNotice } from './audit-notices.tsx';
import { shortId } from './correlation-query.ts';
import { eventWords } from './event-words.ts';
import { Outcome } from './outcome.tsx';
import { holds, traceSteps, type TraceStep } from './trace-steps.ts';
import { useAbout } from './use-about.ts';
import { useTrace } from './use-trace.ts';
import { utcText } from './utc-text.ts';

interface AuditTraceProps {
  readonly correlationId: string;
  /** The line that is chosen in the table. */
  readonly seq: number | null;
  readonly onClose: () => void;
}

/** Everything that happened under one correlation id, from the first line to the last. */
export function AuditTrace({ correlationId, seq, onClose }: AuditTraceProps): ReactNode {
  const { t } = useMessages();
  const titleId = useId();
  const read = useTrace(correlationId);
  const about = useAbout();
  const entries = read?.page?.entries ?? [];
  const steps = traceSteps(entries).map((step) => shownStep(step, seq, about(step.last), t));
  const [before, after] = t('audit.trace.title').split('{id}');
  return (
    <section className={css['inspector']} aria-labelledby={titleId}>
      <div className={css['inspectorHead']}>
        <h2 id={titleId}>
          {before}
          <span className="mono">{shortId(read?.correlationId ?? correlationId)}</span>
          {after}
        </h2>
        <CopyId correlationId={correlationId} />
        <span className={css['inspectorAside']}>
          {read?.page && t('audit.trace.lines', { count: entries.length })}
        </span>
        <IconButton label={t('audit.trace.close')} icon={X} iconSize={14} onClick={onClose} />
      </div>
      <div className={css['inspectorSteps']} aria-busy={read?.correlationId !== correlationId}>
        <Trace label={t('audit.trace.steps')} steps={steps} />
        {read?.page?.more === true && <p className="quiet">{t('audit.trace.older')}</p>}
        {read?.refusal && <RefusalNotice refusal={read.refusal} />}
      </div>
    </section>
  );
}

function shownStep(
  step: TraceStep,
  seq: number | null,
  about: readonly string[],
  t: Translate,
): ShownStep {
  const { first, last, count } = step;
  const from = utcText(first.ts).time;
  const to = utcText(last.ts).time;
  return {
    id: String(first.seq),
    title: titleOf(step, t),
    lines: [
      <Outcome key="outcome" entry={last} />,
      `${from === to ? from : `${from} – ${to}`}, ${t(ACTOR_WORDS[last.actor])}`,
      ...(count === 1 ? about : []),
    ],
    current: seq !== null && holds(step, seq),
  };
}

function titleOf({ last, count }: TraceStep, t: Translate): string {
  const key = eventWords(last.event);
  const words = key === null ? last.event : t(key);
  return count === 1 ? words : t('audit.trace.times', { words, count });
}

function CopyId({ correlationId }: Pick<AuditTraceProps, 'correlationId'>): ReactNode {
  const { t } = useMessages();
  const { show } = useToasts();
  const copy = async (): Promise<void> => {
    const { ok } = await vaultClient.audit.copyCorrelationId({ correlationId });
    if (ok) show({ id: 'audit.copied', text: t('audit.trace.copied'), icon: Copy });
  };
  return (
    <IconButton
      label={t('audit.trace.copy')}
      icon={Copy}
      iconSize={14}
      onClick={() => void copy()}
    />
  );
}
