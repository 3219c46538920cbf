import { Copy } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import type { Reply } from '../../../shared/ipc/types.ts';
import { formatReference } from '../../../shared/reference.ts';
import {
  DEFAULT_FIELD,
  type FieldSummary,
  type SecretDetail,
  type SecretSummary,
} from '../../../shared/secret.ts';
import { fieldLabel, templateOf } from '../../../shared/templates.ts';
import { useMessages } from '../../app/info.ts';
import { IconButton } from '../../components/button.tsx';
import { Ledger, LedgerLine } from '../../components/ledger.tsx';
import { MaskedValue } from '../../components/masked.tsx';
import { vaultClient } from '../../vault-client.ts';
import { FieldLine } from './field-line.tsx';
import { mainField } from './main-field.ts';
import { takeText } from './take-text.ts';
import { TotpLine } from './totp-line.tsx';
import { useCopy, type CopyWhat } from './use-copy.ts';
import { useLoaded } from './use-loaded.ts';

/** How long a record has to be looked at before its plain values are asked for: running past it opens nothing. */
const PLAIN_AFTER_MS = 250;

export interface SecretLedgerProps {
  readonly secret: SecretSummary;
  /** Null while it is on its way. */
  readonly detail: SecretDetail | null;
}

export function SecretLedger({ secret, detail }: SecretLedgerProps): ReactNode {
  const { t } = useMessages();
  const copyOf = useCopy();
  const copy = (what: CopyWhat) => () => void copyOf(secret.id, what);
  const { provider, account, url } = secret.metadata;
  const labelOf = (name: string) => {
    const label = fieldLabel(name, provider);
    return label === null ? name : t(label);
  };
  return (
    <Ledger>
      {detail === null ? (
        expectedFields(secret).map(({ name }) => (
          <LedgerLine key={name} label={labelOf(name)}>
            <MaskedValue label={t('secrets.hidden')} />
          </LedgerLine>
        ))
      ) : (
        <Fields detail={detail} labelOf={labelOf} copy={copy} />
      )}
      {account !== undefined && (
        <TextLine label={t(accountLabel(provider))} mono onCopy={copy({ kind: 'account' })}>
          {account}
        </TextLine>
      )}
      {detail?.hasTotp === true && (
        <TotpLine key={detail.version} id={secret.id} onCopy={copy({ kind: 'totp' })} />
      )}
      {url !== undefined && (
        <TextLine label={t('secrets.address')} onCopy={copy({ kind: 'url' })}>
          {url.replace(/^https:\/\//, '')}
        </TextLine>
      )}
      {detail !== null && <ReferenceLine detail={detail} copy={copy} />}
    </Ledger>
  );
}

interface FieldsProps {
  readonly detail: SecretDetail;
  readonly labelOf: (name: string) => string;
  readonly copy: (what: CopyWhat) => () => void;
}

function Fields({ detail, labelOf, copy }: FieldsProps): ReactNode {
  const plain = usePlainValues(detail);
  const main = mainField(detail.fields);
  return detail.fields.map((field) => (
    <FieldLine
      // A new version is another value: what is shown of the old one goes.
      key={`${field.name} ${String(detail.version)}`}
      id={detail.id}
      field={field}
      label={labelOf(field.name)}
      plain={field.concealed ? null : plain(field.name)}
      main={field.name === main}
      onCopy={copy({ kind: 'field', field: field.name })}
    />
  ));
}

/** The values of the plain fields: empty at first, null for all if they were refused. */
function usePlainValues({ id, version, fields }: SecretDetail): (field: string) => string | null {
  const any = fields.some(({ concealed }) => !concealed);
  const load = useCallback(
    () => revealPlain(id),
    // The version is no part of the call: it says when to call again.
    [id, version],
  );
  const { value, error } = useLoaded(any ? load : null, PLAIN_AFTER_MS);
  if (error !== null) return () => null;
  return (name) => (value === null ? '' : (value.get(name) ?? null));
}

async function revealPlain(id: string): Promise<Reply<ReadonlyMap<string, string>>> {
  const reply = await vaultClient.secrets.revealPlain({ id });
  if (!reply.ok) return reply;
  const texts = reply.value.fields.map(({ name, value }) => [name, takeText(value)] as const);
  return { ok: true, value: new Map(texts) };
}

interface TextLineProps {
  readonly label: string;
  readonly mono?: boolean;
  readonly onCopy: () => void;
  readonly children: string;
}

function TextLine({ label, mono = false, onCopy, children }: TextLineProps): ReactNode {
  const { t } = useMessages();
  return (
    <LedgerLine
      label={label}
      mono={mono}
      prose
      actions={
        <IconButton
          label={t('secrets.copy_field', { field: label })}
          icon={Copy}
          iconSize={14}
          onClick={onCopy}
        />
      }
    >
      {children}
    </LedgerLine>
  );
}

function ReferenceLine({ detail, copy }: Pick<FieldsProps, 'detail' | 'copy'>): ReactNode {
  const { t } = useMessages();
  const field = mainField(detail.fields);
  return (
    <TextLine label={t('secrets.reference')} mono onCopy={copy({ kind: 'reference', field })}>
      {formatReference(detail.name, field ?? undefined)}
    </TextLine>
  );
}

function accountLabel(provider: string | undefined) {
  return templateOf(provider)?.account ?? 'template.account.broker';
}

/** What the fields will most likely be, so that the lines below do not jump when they come. */
function expectedFields({ metadata }: SecretSummary): readonly Pick<FieldSummary, 'name'>[] {
  return templateOf(metadata.provider)?.fields ?? [{ name: DEFAULT_FIELD }];
}
