import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { Hint } from '../../components/field.tsx';
import type { CallError } from '../../../shared/ipc/types.ts';
import { CorrelationId } from './correlation-id.tsx';

/** A refusal that belongs to no field: its sentence, and the id to ask about. Read out when it appears. */
export function RefusalLine({ error }: { readonly error: CallError | null }): ReactNode {
  const { language } = useMessages();
  return (
    <div role="status">
      {error !== null && (
        <Hint tone="wax" icon={CircleAlert}>
          {sentenceOf(error.code, language)} <CorrelationId id={error.correlationId} />
        </Hint>
      )}
    </div>
  );
}
