import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { SecretDetail, SecretKind } from '../../../shared/secret.ts';
import { TEMPLATES, templateOf, type SecretTemplate } from '../../../shared/templates.ts';
import { nowText } from '../../clock.ts';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { currentSecrets } from '../../app/secrets.ts';
import { Bones } from '../../components/bones.tsx';
import { Button } from '../../components/button.tsx';
import { DialogActs } from '../../components/dialog-acts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { vaultClient } from '../../vault-client.ts';
import { takePrefill } from '../generate/prefill.ts';
import { CorrelationId } from '../doors/correlation-id.tsx';
import { localDay } from './days.ts';
import { formOf, newForm } from './form-state.ts';
import { SecretEditorDialog } from './secret-editor-dialog.tsx';
import { TemplateChooser } from './template-chooser.tsx';
import { templateTitle } from './template-title.ts';
import { useLoaded } from './use-loaded.ts';

export interface SecretFormDialogProps {
  /** Null: a new one. */
  readonly id: string | null;
  readonly onClose: () => void;
}

export function SecretFormDialog({ id, onClose }: SecretFormDialogProps): ReactNode {
  return id === null ? <NewSecret onClose={onClose} /> : <EditSecret id={id} onClose={onClose} />;
}

function NewSecret({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useMessages();
  const [template, setTemplate] = useState<SecretTemplate | null>(null);
  const [prefill] = useState(takePrefill);
  useEffect(() => () => void prefill?.fill(0), [prefill]);
  if (template === null) return <TemplateChooser onChoose={setTemplate} onClose={onClose} />;
  const taken = currentSecrets().secrets.map(({ name }) => name);
  return (
    <SecretEditorDialog
      subject={{ is: 'new', template }}
      initial={newForm(template, { taken, today: localDay(nowText()) })}
      title={t('secret_form.new', { template: templateTitle(template, t) })}
      prefill={prefill}
      onBack={() => {
        setTemplate(null);
      }}
      onClose={onClose}
    />
  );
}

function EditSecret({
  id,
  onClose,
}: {
  readonly id: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t, language } = useMessages();
  const describe = useCallback(() => vaultClient.secrets.describe({ id }), [id]);
  const { value: detail, error } = useLoaded(describe);
  if (detail !== null) {
    return (
      <SecretEditorDialog
        subject={{ is: 'stored', template: templateFor(detail), detail }}
        initial={formOf(detail)}
        title={t('secret_form.edit', { name: detail.name })}
        prefill={null}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      width="wide"
      title={t('secrets.command.edit')}
      onClose={onClose}
      footer={
        <DialogActs>
          <Button onClick={onClose}>{t('secrets.cancel')}</Button>
        </DialogActs>
      }
    >
      {error === null ? (
        <Bones />
      ) : (
        <p role="alert">
          {sentenceOf(error.code, language)} <CorrelationId id={error.correlationId} />
        </p>
      )}
    </Dialog>
  );
}

/** What stands in for a template where the owner named a provider that has none. */
const UNNAMED = {
  broker: 'other-broker',
  llm: 'openai-compatible',
  generic: 'other',
} as const satisfies Record<SecretKind, string>;

function templateFor({ kind, metadata }: SecretDetail): SecretTemplate {
  const known = templateOf(metadata.provider);
  const template = known ?? TEMPLATES.find(({ id }) => id === UNNAMED[kind]);
  if (template === undefined) throw new Error('Every kind has a template without a brand.');
  return template;
}
