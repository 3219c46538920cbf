import { ExternalLink, TriangleAlert } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Link } from '../../../shared/ipc/links.ts';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { currentSecrets } from '../../app/secrets.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DialogActs } from '../../components/dialog-acts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextInput } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { vaultClient } from '../../vault-client.ts';
import { CorrelationId } from '../doors/correlation-id.tsx';
import { Environment, ExpiryDay, Notes, ProviderDetails } from './form-details.tsx';
import { FormFields } from './form-fields.tsx';
import { withEnvironment, type SecretForm } from './form-state.ts';
import type { Subject } from './save-secret.ts';
import css from './secret-form.module.css';
import { TagsInput } from './tags-input.tsx';
import { FORM_ID, useSecretEditor, type SecretEditor } from './use-secret-editor.ts';

export interface SecretEditorDialogProps {
  readonly subject: Subject;
  readonly initial: SecretForm;
  readonly title: string;
  /** A value for the first concealed field. */
  readonly prefill: Uint8Array | null;
  /** Back to the templates. */
  readonly onBack?: () => void;
  readonly onClose: () => void;
}

export function SecretEditorDialog(props: SecretEditorDialogProps): ReactNode {
  const { subject, initial, title, prefill, onBack, onClose } = props;
  const { t } = useMessages();
  const editor = useSecretEditor(subject, initial, onClose);
  // What is to happen once the owner has agreed to lose what he typed.
  const [leaving, setLeaving] = useState<(() => void) | null>(null);
  useSaveKey(leaving === null);
  const leave = (how: () => void) => () => {
    if (editor.isDirty()) setLeaving(() => how);
    else how();
  };
  return (
    <Dialog
      open
      width="wide"
      title={title}
      end={<WhereToMakeIt link={subject.template.link} />}
      onClose={leave(onClose)}
      footer={
        <DialogActs>
          {onBack !== undefined && (
            <Button tone="quiet" className={css['apart']} onClick={leave(onBack)}>
              {t('secret_form.other_template')}
            </Button>
          )}
          <Button onClick={leave(onClose)}>{t('secrets.cancel')}</Button>
          <Button tone="primary" type="submit" form={FORM_ID} busy={editor.busy}>
            {t('secret_form.save')}
          </Button>
        </DialogActs>
      }
    >
      <form
        id={FORM_ID}
        noValidate
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void editor.save();
        }}
      >
        <Refusal editor={editor} />
        <FormBody editor={editor} subject={subject} prefill={prefill} />
      </form>
      <Discard
        how={leaving}
        onCancel={() => {
          setLeaving(null);
        }}
      />
    </Dialog>
  );
}

interface DiscardProps {
  /** How the form is left; null: nobody wants to. */
  readonly how: (() => void) | null;
  readonly onCancel: () => void;
}

function Discard({ how, onCancel }: DiscardProps): ReactNode {
  const { t } = useMessages();
  return (
    <ConfirmDialog
      open={how !== null}
      tone="harm"
      title={t('secret_form.discard.title')}
      confirmLabel={t('secret_form.discard.confirm')}
      cancelLabel={t('secret_form.discard.cancel')}
      onCancel={onCancel}
      onConfirm={() => how?.()}
    >
      <p className="soft">{t('secret_form.discard.text')}</p>
    </ConfirmDialog>
  );
}

/** Ctrl+Enter and Ctrl+S, wherever in the window the focus is. */
function useSaveKey(active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    const press = (event: KeyboardEvent) => {
      const saves = event.key === 'Enter' || event.key.toLowerCase() === 's';
      if (!saves || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      event.preventDefault();
      // Once the form has taken what the same key ended, such as a tag.
      window.setTimeout(() => {
        const form = document.getElementById(FORM_ID);
        if (form instanceof HTMLFormElement) form.requestSubmit();
      });
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, [active]);
}

interface FormBodyProps {
  readonly editor: SecretEditor;
  readonly subject: Subject;
  readonly prefill: Uint8Array | null;
}

function FormBody({ editor, subject, prefill }: FormBodyProps): ReactNode {
  const { t } = useMessages();
  const { form, setForm, inputs, problems, forget } = editor;
  const { template } = subject;
  const { secrets } = currentSecrets();
  const nameProblem = problems['name'];
  const parts = { form, onChange: setForm, inputs, problems, onTyped: forget };
  const changeEnvironment = (environment: string) => {
    const taken = secrets.map(({ name }) => name);
    setForm(
      subject.is === 'new'
        ? withEnvironment(form, environment, template, taken)
        : { ...form, environment },
    );
  };
  return (
    <>
      <div className={css['two']}>
        <TextInput
          label={t('secret_form.name')}
          hint={t('secret_form.name_hint')}
          error={nameProblem === undefined ? undefined : t(nameProblem)}
          value={form.name}
          data-autofocus={subject.is === 'stored' || template.stem === '' ? true : undefined}
          onChange={(event) => {
            setForm({ ...form, name: event.currentTarget.value });
            forget('name');
          }}
        />
        {(template.kind === 'broker' || form.environment !== '') && (
          <Environment environment={form.environment} onChange={changeEnvironment} />
        )}
      </div>
      <FormFields
        {...parts}
        prefill={prefill}
        storedTotp={subject.is === 'stored' && subject.detail.hasTotp}
      />
      <ProviderDetails form={form} onChange={setForm} template={template} />
      <ExpiryDay form={form} onChange={setForm} />
      <TagsInput
        tags={form.tags}
        known={[...new Set(secrets.flatMap(({ metadata }) => metadata.tags ?? []))]}
        onChange={(tags) => {
          setForm({ ...form, tags });
        }}
      />
      <Notes form={form} onChange={setForm} />
    </>
  );
}

function Refusal({ editor }: Pick<FormBodyProps, 'editor'>): ReactNode {
  const { t, language } = useMessages();
  const { refusal, takeNewer } = editor;
  if (refusal === null) return null;
  const conflict = refusal.code === 'version_conflict';
  return (
    <Notice
      tone={conflict ? 'brass' : 'wax'}
      icon={TriangleAlert}
      live="alert"
      title={conflict ? t('secret_form.conflict.title') : t('secret_form.not_saved')}
      action={
        conflict ? (
          <Button onClick={() => void takeNewer()}>{t('secret_form.conflict.action')}</Button>
        ) : undefined
      }
    >
      {conflict ? t('secret_form.conflict.text') : sentenceOf(refusal.code, language)}{' '}
      <CorrelationId id={refusal.correlationId} />
    </Notice>
  );
}

function WhereToMakeIt({ link }: { readonly link: Link | null }): ReactNode {
  const { t } = useMessages();
  if (link === null) return null;
  return (
    <Button
      tone="quiet"
      icon={ExternalLink}
      onClick={() => void vaultClient.app.openLink({ link })}
    >
      {t('secret_form.where')}
    </Button>
  );
}
