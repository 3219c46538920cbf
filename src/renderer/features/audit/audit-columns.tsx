import type { ReactNode } from 'react';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { Actor, AuditEntry } from '../../../shared/model.ts';
import type { Messages } from '../../app/info.ts';
import type { Column } from '../../components/table-parts.tsx';
import css from './audit.module.css';
import { shortId } from './correlation-query.ts';
import { eventWords } from './event-words.ts';
import { Outcome } from './outcome.tsx';
import { utcText } from './utc-text.ts';

export const ACTOR_WORDS: Readonly<Record<Actor, MessageKey>> = {
  owner: 'audit.actor.owner',
  cli: 'audit.actor.cli',
  gateway: 'audit.actor.gateway',
  system: 'audit.actor.system',
};

/** The columns of the log. In a narrow window there is room for time, event and outcome. */
export function auditColumns(
  { t, locale }: Messages,
  about: (entry: AuditEntry) => readonly string[],
): readonly Column<AuditEntry>[] {
  return [
    { id: 'time', head: t('audit.column.time'), width: 'var(--audit-time)', cell: timeCell },
    {
      id: 'entry',
      head: t('audit.column.entry'),
      width: '4.25rem',
      align: 'end',
      tone: 'quiet',
      wide: true,
      cell: ({ seq }) => seq.toLocaleString(locale),
    },
    {
      id: 'who',
      head: t('audit.column.who'),
      width: '5.75rem',
      tone: 'soft',
      wide: true,
      cell: ({ actor }) => t(ACTOR_WORDS[actor]),
    },
    {
      id: 'event',
      head: t('audit.column.event'),
      width: 'var(--audit-event)',
      cell: ({ event }) => <EventName event={event} words={eventWords(event)} t={t} />,
    },
    {
      id: 'about',
      head: t('audit.column.about'),
      fold: true,
      wide: true,
      cell: (entry) => about(entry).join(', '),
    },
    {
      id: 'outcome',
      head: t('audit.column.outcome'),
      width: '6.75rem',
      cell: (entry) => <Outcome entry={entry} />,
    },
    {
      id: 'correlation',
      head: t('audit.column.correlation'),
      width: '5.375rem',
      tone: 'quiet',
      mono: true,
      wide: true,
      cell: ({ correlation_id }) => shortId(correlation_id),
    },
  ];
}

function timeCell({ ts }: AuditEntry): ReactNode {
  const { date, time } = utcText(ts);
  return (
    <time className={css['time']} dateTime={ts} title={ts}>
      <span className="quiet">{date}</span> {time}
    </time>
  );
}

interface EventNameProps extends Pick<Messages, 't'> {
  readonly event: string;
  readonly words: MessageKey | null;
}

/** The words, and beside them the name that docs/logging.md and the command line know, where it has room. */
function EventName({ event, words, t }: EventNameProps): ReactNode {
  if (words === null) return <span className="mono">{event}</span>;
  return (
    <span className={css['event']}>
      <span>{t(words)}</span>
      <span className="mono quiet">{event}</span>
    </span>
  );
}
