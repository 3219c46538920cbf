import { useId, type ReactElement, type ReactNode } from 'react';
import { PAGE_COMMANDS, type Command } from '../../app/commands.ts';
import { useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { DialogActs } from '../../components/dialog-acts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Keys } from '../../components/keys.tsx';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import { SECRET_COMMANDS } from '../secrets/secret-commands.ts';
import css from './settings.module.css';

interface Shortcut {
  readonly label: MessageKey;
  /** Each a way to do it. */
  readonly ways: readonly (readonly string[])[];
}

const withKeys = (
  commands: Readonly<Record<string, Pick<Command, 'label' | 'keys'>>>,
): readonly Shortcut[] =>
  Object.values(commands)
    .filter(({ keys }) => keys.length > 0)
    .map(({ label, keys }) => ({ label, ways: [keys] }));

const MOVING: readonly Shortcut[] = [
  { label: 'settings.shortcuts.next_part', ways: [['Tab'], ['Shift', 'Tab']] },
  { label: 'settings.shortcuts.in_list', ways: [['ArrowUp'], ['ArrowDown']] },
  { label: 'settings.shortcuts.close', ways: [['Escape']] },
];

/** Every key there is, from the same tables that the keys are read by. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useMessages();
  const close = (
    <DialogActs>
      <Button data-autofocus onClick={onClose}>
        {t('settings.close')}
      </Button>
    </DialogActs>
  );
  const everywhere: readonly Shortcut[] = [
    ...withKeys(PAGE_COMMANDS),
    { label: 'command.lock', ways: [['Mod', 'L']] },
  ];
  return (
    <Dialog
      open
      light
      width="wide"
      title={t('settings.shortcuts.title')}
      footer={close}
      onClose={onClose}
    >
      <div className={css['shortcuts']}>
        <Shortcuts title={t('settings.shortcuts.window')} shortcuts={everywhere} />
        <div>
          <Shortcuts title={t('settings.shortcuts.secret')} shortcuts={withKeys(SECRET_COMMANDS)} />
          <Shortcuts title={t('settings.shortcuts.moving')} shortcuts={MOVING} />
        </div>
      </div>
    </Dialog>
  );
}

interface ShortcutsProps {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

function Shortcuts({ title, shortcuts }: ShortcutsProps): ReactNode {
  const { t } = useMessages();
  const id = useId();
  return (
    <section aria-labelledby={id} className={css['shortcutGroup']}>
      <h2 id={id}>{title}</h2>
      <dl>
        {shortcuts.map(({ label, ways }) => (
          <div key={label} className={css['shortcut']}>
            <dt>{t(label)}</dt>
            <dd className={css['keySets']}>
              {ways.map((keys) => (
                <Keys key={keys.join()} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
