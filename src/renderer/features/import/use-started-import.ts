import { useEffect } from 'react';
import { takePending, usePendingImport } from './pending-import.ts';
import { useImport, type ImportModel } from './use-import.ts';

/** An import that begins with what it was opened for, and again with a file that is dropped meanwhile. */
export function useStartedImport(): ImportModel {
  const model = useImport();
  const { stage, choose, takeDropped } = model;
  const pending = usePendingImport();
  const applying = stage.at === 'shown' && stage.phase === 'applying';
  useEffect(() => {
    if (pending === null) return;
    takePending();
    if (applying) return;
    if (pending.kind === 'dropped') void takeDropped(pending.dropped);
    else void choose('dotenv');
  }, [pending, applying, choose, takeDropped]);
  return model;
}
