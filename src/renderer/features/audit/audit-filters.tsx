import { FilterX } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import type { AuditEntry } from '../../../shared/model.ts';
import { useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { Hint, SearchInput } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import css from './audit.module.css';
import { readCorrelation } from './correlation-query.ts';
import { EVENT_WORDS, KNOWN_EVENTS, type KnownEvent } from './event-words.ts';

/** What the filters say; the correlation id as it was typed. */
export interface FilterChoice {
  readonly correlation: string;
  readonly event: KnownEvent | 'any';
  readonly outcome: AuditEntry['outcome'] | 'any';
}

export const NO_FILTER: FilterChoice = { correlation: '', event: 'any', outcome: 'any' };

interface AuditFiltersProps {
  readonly choice: FilterChoice;
  readonly onChange: (choice: FilterChoice) => void;
}

export function AuditFilters({ choice, onChange }: AuditFiltersProps): ReactNode {
  const { t } = useMessages();
  const hintId = useId();
  const incomplete = readCorrelation(choice.correlation).kind === 'incomplete';
  const filtered = choice.correlation !== '' || choice.event !== 'any' || choice.outcome !== 'any';
  return (
    <search className={css['filters']}>
      <div className={css['search']}>
        <SearchInput
          label={t('audit.filter.correlation')}
          placeholder={t('audit.filter.correlation')}
          data-search
          className="mono"
          maxLength={64}
          aria-invalid={incomplete || undefined}
          aria-describedby={incomplete ? hintId : undefined}
          value={choice.correlation}
          onChange={({ currentTarget }) =>
            onChange({ ...choice, correlation: currentTarget.value })
          }
        />
      </div>
      <EventSelect choice={choice} onChange={onChange} />
      <OutcomeSelect choice={choice} onChange={onChange} />
      {filtered && (
        <Button tone="quiet" icon={FilterX} onClick={() => onChange(NO_FILTER)}>
          {t('audit.filter.clear')}
        </Button>
      )}
      {incomplete && (
        <div className={css['filterHint']}>
          <Hint id={hintId}>{t('audit.filter.correlation_hint')}</Hint>
        </div>
      )}
    </search>
  );
}

function EventSelect({ choice, onChange }: AuditFiltersProps): ReactNode {
  const { t } = useMessages();
  const events = KNOWN_EVENTS.map((event) => ({ value: event, label: t(EVENT_WORDS[event]) }));
  return (
    <Select
      bare
      label={t('audit.filter.event')}
      value={choice.event}
      options={[{ value: 'any', label: t('audit.filter.any_event') }, ...events]}
      onChange={(event) => onChange({ ...choice, event })}
    />
  );
}

function OutcomeSelect({ choice, onChange }: AuditFiltersProps): ReactNode {
  const { t } = useMessages();
  return (
    <Select
      bare
      label={t('audit.filter.outcome')}
      value={choice.outcome}
      options={[
        { value: 'any', label: t('audit.filter.any_outcome') },
        { value: 'ok', label: t('audit.outcome.ok') },
        { value: 'denied', label: t('audit.outcome.denied') },
        { value: 'error', label: t('audit.outcome.error') },
        { value: 'attempt', label: t('audit.outcome.attempt') },
      ]}
      onChange={(outcome) => onChange({ ...choice, outcome })}
    />
  );
}
