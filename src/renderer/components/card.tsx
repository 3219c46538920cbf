import type { ComponentProps, ReactNode } from 'react';
import css from './card.module.css';
import { cx } from './cx.ts';

export interface CardProps extends ComponentProps<'section'> {
  readonly pad?: boolean | undefined;
}

/** Never inside another. */
export function Card({ pad = false, className, ...rest }: CardProps): ReactNode {
  return <section {...rest} className={cx(css['card'], pad && css['pad'], className)} />;
}

/** A card that is a form, as at a door. */
export function FormCard({ className, ...rest }: ComponentProps<'form'>): ReactNode {
  return <form noValidate {...rest} className={cx(css['card'], css['pad'], className)} />;
}
