import { Check, Dices } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import css from './doors.module.css';
import type { NewPassword } from './use-new-password.ts';

/** Words to take as the password. They stay readable until the vault is made, so that they can be written down. */
export function PassphraseCard({
  model,
  busy,
}: {
  readonly model: NewPassword;
  readonly busy: boolean;
}): ReactNode {
  const { t } = useMessages();
  const { suggestion, used } = model;
  return (
    <section className={cx(css['phrase'], used && css['used'])} aria-label={t('doors.phrase')}>
      <p className={css['words']} translate="no" aria-busy={suggestion === null}>
        {suggestion?.text}
      </p>
      <div className={css['phraseFoot']}>
        <span role="status">
          {used
            ? t('doors.phrase.in_both')
            : suggestion !== null &&
              t('doors.phrase.strength', { bits: Math.floor(suggestion.bits) })}
        </span>
        <IconButton
          label={t('doors.phrase.another')}
          icon={Dices}
          iconSize={14}
          disabled={busy}
          onClick={model.suggest}
        />
        <Button
          icon={used ? Check : undefined}
          disabled={busy || suggestion === null}
          onClick={model.useSuggestion}
        >
          {used ? t('doors.phrase.used') : t('doors.phrase.use')}
        </Button>
      </div>
    </section>
  );
}
