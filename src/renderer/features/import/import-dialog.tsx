import { useEffect, useId, useRef, type ReactNode, type RefObject } from 'react';
import type { ImportReply } from '../../../shared/ipc/replies.ts';
import { useMessages, type Translate } from '../../app/info.ts';
import { go, HOME, select } from '../../app/route.ts';
import { currentSecrets } from '../../app/secrets.ts';
import { Button } from '../../components/button.tsx';
import { DialogActs } from '../../components/dialog-acts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ImportLines, ImportSummary } from './import-lines.tsx';
import { ImportSources, PythonPassword } from './import-sources.tsx';
import { countOf } from './import-words.ts';
import css from './import.module.css';
import type { ImportModel, ImportStage } from './use-import.ts';
import { useStartedImport } from './use-started-import.ts';

export interface ImportDialogProps {
  readonly onClose: () => void;
}

/** From another program's file into the vault: choose, look, import. */
export function ImportDialog({ onClose }: ImportDialogProps): ReactNode {
  const formId = useId();
  const { t } = useMessages();
  const model = useStartedImport();
  const { stage } = model;
  const body = useStageFocus(stage.at === 'shown' ? stage.phase : stage.at);
  const applying = stage.at === 'shown' && stage.phase === 'applying';
  return (
    <Dialog
      open
      width={stage.at === 'shown' ? 'wide' : 'normal'}
      onClose={applying ? () => undefined : onClose}
      title={titleOf(stage, t)}
      subtitle={stage.at === 'sources' ? t('import.from.why') : undefined}
      footer={
        <DialogActs>
          <StageActs model={model} formId={formId} onClose={onClose} />
        </DialogActs>
      }
    >
      <div ref={body} className={css['stage']}>
        <StageBody model={model} formId={formId} />
      </div>
    </Dialog>
  );
}

/** What had the focus goes with its stage, or is another button in its place: each stage says where it begins. */
function useStageFocus(at: string): RefObject<HTMLDivElement | null> {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const dialog = body.current?.closest('dialog');
    if (at === 'applying' || !dialog) return;
    const first = dialog.querySelector('[data-autofocus]') ?? dialog.querySelector('button');
    if (first instanceof HTMLElement) first.focus();
  }, [at]);
  return body;
}

function titleOf(stage: ImportStage, t: Translate): string {
  if (stage.at === 'sources') return t('import.title');
  if (stage.at === 'password') return t('import.from.python');
  const { phase, reply } = stage;
  if (phase !== 'done') return t('import.preview.title', { file: reply.fileName });
  const count = countOf(reply, 'imported');
  return count === 0 ? t('import.done.none') : t('import.done.title', { count });
}

interface StageProps {
  readonly model: ImportModel;
  readonly formId: string;
}

function StageBody({ model, formId }: StageProps): ReactNode {
  const { t } = useMessages();
  const { stage } = model;
  if (stage.at === 'sources') return <ImportSources model={model} reading={stage.reading} />;
  if (stage.at === 'password') {
    return <PythonPassword model={model} reading={stage.reading} formId={formId} />;
  }
  const { source, reply } = stage;
  const done = stage.phase === 'done';
  return (
    <>
      <ImportSummary reply={reply} done={done} />
      <ImportLines source={source} reply={reply} done={done} />
      {done && countOf(reply, 'imported') > 0 && (
        <p className="soft">{t('import.done.delete', { file: reply.fileName })}</p>
      )}
    </>
  );
}

function StageActs({ model, formId, onClose }: StageProps & ImportDialogProps): ReactNode {
  const { t } = useMessages();
  const { stage, backToSources } = model;
  if (stage.at === 'sources') return <Button onClick={onClose}>{t('import.cancel')}</Button>;
  if (stage.at === 'password') {
    return (
      <>
        <Button disabled={stage.reading} onClick={backToSources}>
          {t('import.back')}
        </Button>
        <Button type="submit" form={formId} tone="primary" busy={stage.reading}>
          {t('import.python.choose')}
        </Button>
      </>
    );
  }
  if (stage.phase === 'done') return <DoneActs reply={stage.reply} onClose={onClose} />;
  const busy = stage.phase === 'applying';
  const count = countOf(stage.reply, 'imported');
  return (
    <>
      <Button disabled={busy} onClick={backToSources}>
        {t('import.another')}
      </Button>
      {count > 0 && (
        <Button data-autofocus tone="primary" busy={busy} onClick={() => void model.apply(stage)}>
          {t('import.act', { count })}
        </Button>
      )}
    </>
  );
}

interface DoneActsProps extends ImportDialogProps {
  readonly reply: ImportReply;
}

function DoneActs({ reply, onClose }: DoneActsProps): ReactNode {
  const { t } = useMessages();
  const imported = reply.lines.filter(({ outcome }) => outcome === 'imported');
  const count = imported.length;
  const show = () => {
    const [only] = count === 1 ? imported : [];
    go(HOME);
    const secret = currentSecrets().secrets.find(({ name }) => name === only?.name);
    if (secret !== undefined) select(secret.id);
    onClose();
  };
  return (
    <>
      <Button data-autofocus={count === 0 || undefined} onClick={onClose}>
        {t('import.done.close')}
      </Button>
      {count > 0 && (
        <Button data-autofocus tone="primary" onClick={show}>
          {t('import.done.show', { count })}
        </Button>
      )}
    </>
  );
}
