import { Braces, Database, FileInput } from 'lucide-react';
import { useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { useMessages } from '../../app/info.ts';
import { Starts } from '../../components/empty.tsx';
import { PasswordInput } from '../../components/password-input.tsx';
import { takeBytes } from '../../components/password-bytes.ts';
import { Spinner } from '../../components/spinner.tsx';
import { vaultClient } from '../../vault-client.ts';
import { FaultLine, FaultText } from './import-fault.tsx';
import css from './import.module.css';
import type { ImportModel } from './use-import.ts';

interface StageProps {
  readonly model: ImportModel;
  readonly reading: boolean;
}

/** Where the secrets are to come from. */
export function ImportSources({ model, reading }: StageProps): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <FaultLine fault={model.fault} />
      <Starts
        starts={[
          {
            id: 'dotenv',
            icon: FileInput,
            name: t('import.from.dotenv'),
            text: t('import.from.dotenv.what'),
            onSelect: () => void model.choose('dotenv'),
          },
          {
            id: 'json',
            icon: Braces,
            name: t('import.from.json'),
            text: t('import.from.json.what'),
            onSelect: () => void model.choose('json'),
          },
          {
            id: 'python',
            icon: Database,
            name: t('import.from.python'),
            text: t('import.from.python.what'),
            onSelect: model.askPassword,
          },
        ]}
      />
      <div className={css['under']} role="status">
        {reading ? (
          <>
            <Spinner /> {t('import.reading')}
          </>
        ) : (
          <span>
            {t('import.drop_here')}{' '}
            <button
              type="button"
              className="link"
              onClick={() => void vaultClient.app.openDocument({ document: 'import' })}
            >
              {t('import.formats')}
            </button>
          </span>
        )}
      </div>
    </>
  );
}

interface PythonPasswordProps extends StageProps {
  readonly formId: string;
}

/** The older store is opened by its own password. */
export function PythonPassword({ model, reading, formId }: PythonPasswordProps): ReactNode {
  const { t } = useMessages();
  const input = useRef<HTMLInputElement>(null);
  const [empty, setEmpty] = useState(false);
  const { fault } = model;
  const atField = fault?.by === 'main' && fault.error.code === 'bad_password' ? fault : null;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (reading || input.current === null) return;
    setEmpty(input.current.value === '');
    if (input.current.value === '') input.current.focus();
    else void model.openPython(takeBytes(input.current));
  };
  return (
    <form id={formId} noValidate className={css['password']} onSubmit={submit}>
      <FaultLine fault={atField === null ? fault : null} />
      <PasswordInput
        ref={input}
        data-autofocus
        label={t('import.python.password')}
        hint={t('import.python.hint')}
        error={empty ? t('import.python.empty') : atField && <FaultText fault={atField} />}
        busy={reading}
        showLabel={t('doors.show_password')}
        hideLabel={t('doors.hide_password')}
        capsLockHint={t('doors.caps_lock')}
        onInput={() => setEmpty(false)}
      />
    </form>
  );
}
