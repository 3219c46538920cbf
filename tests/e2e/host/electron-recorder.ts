// These functions run in the main process of real Electron: each stands alone.
import type { DialogMethod, Recorded } from './app-host.ts';

type Electron = typeof import('electron');
type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Deeds = Writable<Recorded['deeds'][number]>[];
type Dialogs = Recorded['dialogs'][number][];

/** Under a name that the app does not know. */
type Recording = typeof globalThis & {
  strongroomRecord: { deeds: Deeds; dialogs: Dialogs; answers: Record<string, unknown[]> };
};

/** Dialogs and other programs are not for a test to open. */
export function recordDeeds({ dialog, shell }: Electron): void {
  const record: Recording['strongroomRecord'] = { deeds: [], dialogs: [], answers: {} };
  (globalThis as Recording).strongroomRecord = record;
  for (const method of ['showMessageBox', 'showOpenDialog', 'showSaveDialog'] as const) {
    dialog[method] = (async (...args: unknown[]) => {
      record.dialogs.push({ method, options: JSON.parse(JSON.stringify(args.at(-1))) });
      const answer = record.answers[method]?.shift();
      if (answer === undefined) throw new Error(`no answer was laid ready for dialog.${method}()`);
      return answer;
    }) as never;
  }
  shell.openExternal = async (what) => void record.deeds.push({ did: 'openExternal', what });
  shell.openPath = async (what) => {
    record.deeds.push({ did: 'openPath', what });
    return '';
  };
}

export function layAnswerReady(
  _: Electron,
  { method, answer }: { readonly method: DialogMethod; readonly answer: unknown },
): void {
  const { answers } = (globalThis as Recording).strongroomRecord;
  (answers[method] ??= []).push(answer);
}

export function readRecord(): Pick<Recorded, 'deeds' | 'dialogs'> {
  const { deeds, dialogs } = (globalThis as Recording).strongroomRecord;
  return { deeds, dialogs };
}
