import { Check, Copy } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { IconButton } from '../../components/button.tsx';
import { vaultClient } from '../../vault-client.ts';
import css from './doors.module.css';

/** The id under which the audit log tells more; nothing if the failure has none. */
export function CorrelationId({ id }: { readonly id: string }): ReactNode {
  const { t } = useMessages();
  const [copied, setCopied] = useState(false);
  if (id === '') return null;
  const copy = () => {
    void vaultClient.audit.copyCorrelationId({ correlationId: id }).then(({ ok }) => {
      setCopied(ok);
    });
  };
  return (
    <span className={css['correlation']}>
      <span>{t('doors.correlation')}</span>
      <span className="mono">{id.slice(0, 8)}</span>
      <IconButton
        label={copied ? t('doors.copied') : t('doors.copy_correlation')}
        icon={copied ? Check : Copy}
        iconSize={14}
        onClick={copy}
      />
    </span>
  );
}
