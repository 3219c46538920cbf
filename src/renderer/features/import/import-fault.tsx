import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { Hint } from '../../components/field.tsx';
import { DROP_FAULTS, faultWords } from './fault-words.ts';
import type { ImportFault } from './use-import.ts';

/** What happened and what to do, and the id under which the audit log tells more. */
export function FaultText({ fault }: { readonly fault: ImportFault }): ReactNode {
  const { t, language } = useMessages();
  if (fault.by === 'page') return t(DROP_FAULTS[fault.why]);
  const { code, correlationId } = fault.error;
  const words = faultWords(code, fault.source);
  return (
    <>
      {words === null ? sentenceOf(code, language) : t(words)}{' '}
      <span className="mono quiet">{correlationId.slice(0, 8)}</span>
    </>
  );
}

/** The same where no field is at fault. Read out when it appears. */
export function FaultLine({ fault }: { readonly fault: ImportFault | null }): ReactNode {
  return (
    <div role="status">
      {fault !== null && (
        <Hint tone="wax" icon={CircleAlert}>
          <FaultText fault={fault} />
        </Hint>
      )}
    </div>
  );
}
