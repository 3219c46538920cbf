import { Check, CircleAlert, Copy, FileWarning, Info, type LucideIcon } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { ImportLine, ImportReply } from '../../../shared/ipc/replies.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { SecretKind } from '../../../shared/secret.ts';
import { useMessages, type Translate } from '../../app/info.ts';
import { cx } from '../../components/cx.ts';
import { Icon } from '../../components/icon.tsx';
import type { Column } from '../../components/table-parts.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { KIND_ICONS } from '../secrets/kind-icons.ts';
import {
  outcomeWords,
  placedLines,
  summaryOf,
  whyWords,
  type ImportSource,
  type Outcome,
  type PlacedLine,
} from './import-words.ts';
import css from './import.module.css';

interface ImportLinesProps {
  readonly source: ImportSource;
  readonly reply: ImportReply;
  readonly done: boolean;
}

/** The counts of an import in one line. */
export function ImportSummary({ reply, done }: Omit<ImportLinesProps, 'source'>): ReactNode {
  const { t } = useMessages();
  return (
    <p className="soft">
      {summaryOf(reply, done)
        .map(({ words, count }) => t(words, { count }))
        .join(', ')}
    </p>
  );
}

/** Every line of the file, what needs a look first. */
export function ImportLines({ source, reply, done }: ImportLinesProps): ReactNode {
  const { t } = useMessages();
  const lines = useMemo(() => placedLines(reply.lines), [reply]);
  const columns = useMemo(() => lineColumns(t, source, done), [t, source, done]);
  if (lines.length === 0) return <p>{t('import.preview.none')}</p>;
  return (
    <div className={css['lines']} style={{ height: heightOf(lines.length) }}>
      <VirtualTable
        label={t('import.preview.lines')}
        columns={columns}
        items={lines}
        keyOf={keyOf}
        labelOf={labelOf}
      />
    </div>
  );
}

/** As high as its lines, and no higher than half of the window: the rest scrolls. */
function heightOf(count: number): string {
  return `min(1.875rem + ${String(count)} * var(--row-dense), 45dvh)`;
}

const keyOf = ({ place }: PlacedLine): string => String(place);
const labelOf = ({ line }: PlacedLine): string => line.name;

function lineColumns(
  t: Translate,
  source: ImportSource,
  done: boolean,
): readonly Column<PlacedLine>[] {
  return [
    {
      id: 'name',
      head: t('import.column.name'),
      width: 'var(--import-name)',
      rowHead: true,
      cell: ({ line }) => <LineName line={line} t={t} />,
    },
    {
      id: 'outcome',
      head: <span className={css['word']}>{t('import.column.outcome')}</span>,
      width: 'var(--import-outcome)',
      cell: ({ line }) => <LineOutcome outcome={line.outcome} done={done} t={t} />,
    },
    {
      id: 'why',
      head: t('import.column.why'),
      fold: true,
      tone: 'soft',
      cell: ({ line }) => whyText(line, source, t),
    },
  ];
}

const KINDS: Readonly<Record<SecretKind, MessageKey>> = {
  broker: 'import.kind.broker',
  llm: 'import.kind.llm',
  generic: 'import.kind.generic',
};

function LineName({ line, t }: { readonly line: ImportLine; readonly t: Translate }): ReactNode {
  const { name, kind } = line;
  return (
    <span className={css['name']} title={name}>
      {kind !== null && (
        <>
          <Icon icon={KIND_ICONS[kind]} size={14} />
          <span className="sr-only">{t(KINDS[kind])}: </span>
        </>
      )}
      <span className={cx('clip', name === '' && 'quiet')}>
        {name === '' ? t('import.unnamed') : name}
      </span>
    </span>
  );
}

const SIGNS: Readonly<Record<Outcome, { readonly icon: LucideIcon; readonly tone: string }>> = {
  imported: { icon: Check, tone: 'ok' },
  clash: { icon: Copy, tone: 'brass' },
  refused: { icon: CircleAlert, tone: 'wax' },
  damaged: { icon: FileWarning, tone: 'wax' },
  noted: { icon: Info, tone: 'soft' },
};

interface LineOutcomeProps {
  readonly outcome: Outcome;
  readonly done: boolean;
  readonly t: Translate;
}

function LineOutcome({ outcome, done, t }: LineOutcomeProps): ReactNode {
  const { icon, tone } = SIGNS[outcome];
  const calm = outcome === 'imported';
  return (
    <span className={cx(css['outcome'], !calm && tone)}>
      <Icon icon={icon} size={14} className={cx(calm && tone)} />
      <span className={css['word']}>{t(outcomeWords(outcome, done))}</span>
    </span>
  );
}

function whyText(line: ImportLine, source: ImportSource, t: Translate): ReactNode {
  const key = whyWords(line, source);
  if (key === null) return null;
  const why = t(key);
  const text = line.line === null ? why : t('import.why.at_line', { line: line.line, why });
  return <span title={text}>{text}</span>;
}
