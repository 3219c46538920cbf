import { useId, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { useSecretList } from '../../app/secrets.ts';
import { Bones } from '../../components/bones.tsx';
import { Dot, type DotState } from '../../components/dot.tsx';
import { timeText } from '../../components/time-text.ts';
import type { RepairReply } from '../../../shared/ipc/replies.ts';
import css from './doors.module.css';
import { repairWords, type KnownSecrets, type RepairRow } from './repair-rows.ts';

function useKnownSecrets(): KnownSecrets {
  const { locale } = useMessages();
  const list = useSecretList();
  return {
    nameOf: (id) => list?.secrets.find((secret) => secret.id === id)?.name ?? null,
    madeOn: (id) => {
      const record = list?.damaged.find((damaged) => damaged.id === id);
      return record === undefined ? null : timeText(record.createdAt, { style: 'date', locale });
    },
  };
}

/** What leaves the vault in a repair, and what stays that the owner should look through. */
export function RepairPlan({ plan }: { readonly plan: RepairReply | null }): ReactNode {
  const { t } = useMessages();
  if (plan === null) {
    return (
      <div role="status" aria-busy="true" aria-label={t('repair.looking')}>
        <Bones />
      </div>
    );
  }
  const { dropped, kept } = plan;
  return (
    <>
      {dropped.length === 0 ? (
        <p>{t('repair.dropped.none')}</p>
      ) : (
        <Rows
          title={t('repair.dropped')}
          aside={t('repair.dropped.count', { count: dropped.length })}
          rows={dropped}
          dot="harm"
        />
      )}
      {kept.length > 0 && (
        <Rows title={t('repair.kept')} aside={t('repair.kept.why')} rows={kept} dot="on" />
      )}
    </>
  );
}

interface RowsProps {
  readonly title: string;
  readonly aside: string;
  readonly rows: readonly RepairRow[];
  readonly dot: DotState;
}

function Rows({ title, aside, rows, dot }: RowsProps): ReactNode {
  const { t } = useMessages();
  const known = useKnownSecrets();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className={css['listHead']}>
        <h2 id={id}>{title}</h2>
        <span className="quiet">{aside}</span>
      </div>
      <ul className={css['rows']} tabIndex={0} aria-labelledby={id}>
        {rows.map((row) => {
          const words = repairWords(row, known);
          return (
            <li key={`${row.table}/${row.id}`}>
              <Dot state={dot} />
              <div className={css['row']}>
                <b>
                  <bdi>{t(words.title.key, words.title.values)}</bdi>
                </b>
                {dot === 'harm' && <span>{t(words.why)}</span>}
              </div>
              <span className="mono quiet">{words.id.slice(0, 8)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
