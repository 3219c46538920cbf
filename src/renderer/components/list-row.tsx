import type { ReactNode } from 'react';
import { Bones } from './bones.tsx';
import css from './list-row.module.css';

export interface ListRowProps {
  readonly start?: ReactNode;
  readonly name: ReactNode;
  readonly meta?: ReactNode;
  /** One or two short things under each other. */
  readonly end?: ReactNode;
}

/** What stands in a row of a list; the list draws the row itself. */
export function ListRow({ start, name, meta, end }: ListRowProps): ReactNode {
  return (
    <>
      {start}
      <span className={css['texts']}>
        <bdi className={css['name']}>{name}</bdi>
        {meta !== undefined && <bdi className={css['meta']}>{meta}</bdi>}
      </span>
      <span className={css['end']}>{end}</span>
    </>
  );
}

/** Rows on their way. */
export function ListBones({
  count,
  label,
}: {
  readonly count: number;
  readonly label: string;
}): ReactNode {
  return (
    <div className={css['rows']} aria-busy="true" role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={css['row']}>
          <span className={css['blank']} />
          <Bones />
        </div>
      ))}
    </div>
  );
}
