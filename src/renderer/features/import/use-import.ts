import { useCallback, useMemo, useState } from 'react';
import type { ImportReply } from '../../../shared/ipc/replies.ts';
import type { CallError, Reply } from '../../../shared/ipc/types.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { refreshSecrets } from '../../app/secrets.ts';
import { vaultClient } from '../../vault-client.ts';
import type { DropOutcome, DropRefusal, FileFormat } from './dropped-file.ts';
import { useHeldToken } from './held-token.ts';
import type { ImportSource } from './import-words.ts';

/** Why there is nothing to show: main refused, or the page did not even ask. */
export type ImportFault =
  | { readonly by: 'main'; readonly source: ImportSource; readonly error: CallError }
  | { readonly by: 'page'; readonly why: DropRefusal };

/** What a file would bring, is bringing, or has brought. */
export interface ShownImport {
  readonly at: 'shown';
  readonly phase: 'preview' | 'applying' | 'done';
  readonly source: ImportSource;
  readonly reply: ImportReply;
}

/** Where the import stands. */
export type ImportStage =
  | { readonly at: 'sources'; readonly reading: boolean }
  | { readonly at: 'password'; readonly reading: boolean }
  | ShownImport;

export interface ImportModel {
  readonly stage: ImportStage;
  readonly fault: ImportFault | null;
  readonly choose: (format: FileFormat) => Promise<void>;
  readonly askPassword: () => void;
  /** The bytes are wiped afterwards. */
  readonly openPython: (password: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly takeDropped: (dropped: DropOutcome) => Promise<void>;
  readonly apply: (shown: ShownImport) => Promise<void>;
  readonly backToSources: () => void;
}

type State = Pick<ImportModel, 'stage' | 'fault'>;

const idle = (at: 'sources' | 'password', fault: ImportFault | null = null): State => {
  return { stage: { at, reading: false }, fault };
};

export function useImport(): ImportModel {
  const [state, setState] = useState(() => idle('sources'));
  const { read, apply, drop } = useImportCalls(setState);
  const acts = useMemo(
    () => ({
      choose: (format: FileFormat) => read(format, () => vaultClient.imports.choose({ format })),
      askPassword: () => {
        setState(idle('password'));
      },
      openPython: async (password: Uint8Array<ArrayBuffer>) => {
        await read('python', () => vaultClient.imports.choosePythonStore({ password }));
        password.fill(0);
      },
      takeDropped: async (dropped: DropOutcome) => {
        if (dropped.kind === 'read') {
          const { format, fileName, content } = dropped;
          await read(format, () => vaultClient.imports.read({ format, fileName, content }));
          content.fill(0);
          return;
        }
        drop();
        const { why } = dropped;
        setState(idle(why === 'database' ? 'password' : 'sources', { by: 'page', why }));
      },
      apply,
      backToSources: () => {
        drop();
        setState(idle('sources'));
      },
    }),
    [read, apply, drop],
  );
  return { ...state, ...acts };
}

interface ImportCalls {
  readonly read: (
    source: ImportSource,
    call: () => Promise<Reply<ImportReply | null>>,
  ) => Promise<void>;
  readonly apply: (shown: ShownImport) => Promise<void>;
  readonly drop: () => void;
}

/** What main does, and what is shown while it does and afterwards. */
function useImportCalls(setState: (state: State) => void): ImportCalls {
  const held = useHeldToken();
  const drop = useCallback(() => held.drop(), [held]);
  const read: ImportCalls['read'] = useCallback(
    async (source, call) => {
      const at = source === 'python' ? 'password' : 'sources';
      held.drop();
      setState({ stage: { at, reading: true }, fault: null });
      try {
        const reply = await valueOf(call());
        if (reply === null) setState(idle(at));
        else if (held.keep(reply.token)) {
          setState({ stage: { at: 'shown', phase: 'preview', source, reply }, fault: null });
        }
      } catch (thrown) {
        setState(idle(at, { by: 'main', source, error: asRefusal(thrown) }));
      }
    },
    [held, setState],
  );
  const apply: ImportCalls['apply'] = useCallback(
    async (shown) => {
      setState({ stage: { ...shown, phase: 'applying' }, fault: null });
      try {
        const reply = await valueOf(vaultClient.imports.apply({ token: shown.reply.token }));
        await refreshSecrets();
        setState({ stage: { ...shown, phase: 'done', reply }, fault: null });
      } catch (thrown) {
        const error = asRefusal(thrown);
        setState(idle('sources', { by: 'main', source: shown.source, error }));
      }
      held.forget();
    },
    [held, setState],
  );
  return { read, apply, drop };
}
