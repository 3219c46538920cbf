import type { ReactNode } from 'react';
import css from './record.module.css';

/** One thing on the sheet: head, ledger, sections. */
export function RecordSheet({ children }: { readonly children: ReactNode }): ReactNode {
  return <article className={css['record']}>{children}</article>;
}

/** A wider page: lists, figures, settings. */
export function PageSheet({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={css['page']}>{children}</div>;
}

export interface RecordHeadProps {
  readonly id?: string | undefined;
  readonly start?: ReactNode;
  readonly title: ReactNode;
  /** Beside the title, such as a stamp. */
  readonly stamp?: ReactNode;
  readonly sub?: ReactNode;
  readonly end?: ReactNode;
}

export function RecordHead({ id, start, title, stamp, sub, end }: RecordHeadProps): ReactNode {
  return (
    <header className={css['head']}>
      {start}
      <div className={css['texts']}>
        <h2 id={id} className={css['title']} tabIndex={-1}>
          <bdi className={css['name']}>{title}</bdi>
          {stamp}
        </h2>
        {sub !== undefined && <p className={css['sub']}>{sub}</p>}
      </div>
      {end}
    </header>
  );
}

/** A paragraph under a rule, in the owner's own words. */
export function Note({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className={css['note']} dir="auto">
      {children}
    </p>
  );
}
