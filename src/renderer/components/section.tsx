import { useId, type ReactNode } from 'react';
import css from './section.module.css';

export interface SectionProps {
  readonly title: ReactNode;
  /** Of its heading: 3 on a record, whose name is the second; 2 right below the title of a page. */
  readonly level?: 2 | 3 | undefined;
  /** Quiet, at the end of the head. */
  readonly aside?: ReactNode;
  /** Quiet buttons, after the aside. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

export function Section({ title, level = 3, aside, actions, children }: SectionProps): ReactNode {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section aria-labelledby={id}>
      <div className={css['head']}>
        <Heading id={id} className={css['title']}>
          {title}
        </Heading>
        <span className={css['aside']}>{aside}</span>
        {actions !== undefined && <div className={css['actions']}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** Two sections beside each other, under each other in a narrow window. */
export function Pair({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={css['pair']}>{children}</div>;
}
