import { useEffect, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { useSecretList } from '../../app/secrets.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { stampOf } from '../../components/stamp-word.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { answer, useSecretVerb } from './secret-verbs.ts';
import { useRemoveSecret, type Removable } from './use-remove-secret.ts';

/** What is asked before a verb is done: removing asks only where real money or an unknown record is at stake. */
export function SecretDialogs(): ReactNode {
  const { t } = useMessages();
  const verb = useSecretVerb();
  const list = useSecretList();
  const remove = useRemoveSecret();
  const secret = list?.secrets.find(({ id }) => id === verb?.id);
  const damaged = list?.damaged.some(({ id }) => id === verb?.id) === true;
  const live = stampOf(secret?.metadata.environment)?.kind === 'live';
  const removes = verb?.verb === 'remove';

  useEffect(() => {
    if (!removes || secret === undefined || live) return;
    answer();
    void remove(secret);
  }, [removes, secret, live, remove]);

  if (verb?.verb === 'rename' && secret !== undefined) {
    return <RenameDialog secret={secret} onClose={answer} />;
  }
  if (!removes || (!live && !damaged)) return null;
  const target: Removable = secret ?? {
    id: verb.id,
    name: t('secrets.damaged.name'),
    version: null,
  };
  return (
    <ConfirmDialog
      open
      tone="harm"
      title={t('secrets.remove.title', { name: target.name })}
      confirmLabel={t('secrets.remove.confirm')}
      cancelLabel={t('secrets.cancel')}
      onCancel={answer}
      onConfirm={() => {
        answer();
        void remove(target);
      }}
    >
      <p className="soft">{damaged ? t('secrets.remove.damaged') : t('secrets.remove.live')}</p>
    </ConfirmDialog>
  );
}
