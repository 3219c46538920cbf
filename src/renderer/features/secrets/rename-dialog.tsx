import { useState, type ReactNode } from 'react';
import type { CallError } from '../../../shared/ipc/types.ts';
import type { SecretSummary } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import { asRefusal, sentenceOf, valueOf } from '../../app/refusal.ts';
import { refreshSecrets } from '../../app/secrets.ts';
import { Button } from '../../components/button.tsx';
import { DialogActs } from '../../components/dialog-acts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextInput } from '../../components/field.tsx';
import { vaultClient } from '../../vault-client.ts';

export interface RenameDialogProps {
  readonly secret: SecretSummary;
  readonly onClose: () => void;
}

export function RenameDialog({ secret, onClose }: RenameDialogProps): ReactNode {
  const { t, language } = useMessages();
  const { name, setName, save, busy, error } = useRename(secret, onClose);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('secrets.rename.title', { name: secret.name })}
      footer={
        <DialogActs>
          <Button onClick={onClose}>{t('secrets.cancel')}</Button>
          <Button tone="primary" type="submit" form="rename" busy={busy}>
            {t('secrets.rename.confirm')}
          </Button>
        </DialogActs>
      }
    >
      <form
        id="rename"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('secrets.rename.label')}
          hint={t('secrets.rename.hint')}
          error={error === null ? undefined : sentenceOf(error.code, language)}
          value={name}
          data-autofocus
          onFocus={(event) => {
            event.currentTarget.select();
          }}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
      </form>
    </Dialog>
  );
}

interface Rename {
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly save: () => Promise<void>;
  readonly busy: boolean;
  readonly error: CallError | null;
}

function useRename({ id, name: oldName, version }: SecretSummary, onDone: () => void): Rename {
  const [name, setName] = useState(oldName);
  const [error, setError] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const newName = name.trim();
    if (newName === oldName) {
      onDone();
      return;
    }
    setBusy(true);
    try {
      await valueOf(vaultClient.secrets.rename({ id, expectedVersion: version, newName }));
      await refreshSecrets();
      onDone();
    } catch (thrown) {
      setError(asRefusal(thrown));
      setBusy(false);
    }
  };
  return {
    name,
    setName: (next) => {
      setName(next);
      setError(null);
    },
    save,
    busy,
    error,
  };
}
