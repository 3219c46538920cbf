import { ipcMain, session } from 'electron';
import { respond } from './app-protocol.ts';
import { guardSession } from './guard-session.ts';
import type { Answer } from './ipc/bind.ts';
import type { FrameFacts } from './ipc/sender.ts';
import { SCHEME } from './origin.ts';
import { readPageFiles } from './page-files.ts';
import { PARTITION } from './page-preferences.ts';

/** Makes the page's files the only ones there are for its session, and denies both sessions everything else. */
export function servePage(folder: string, options: { readonly devTools: boolean }): void {
  const files = readPageFiles(folder);
  const ours = session.fromPartition(PARTITION);
  for (const one of [session.defaultSession, ours]) guardSession(one, options);
  ours.protocol.handle(SCHEME, (request) => respond(files, request));
}

/** Answers the contract's channels. */
export function answerCalls(answers: ReadonlyMap<string, Answer>): void {
  for (const [channel, answer] of answers) {
    ipcMain.handle(channel, (event, ...args: unknown[]) => {
      const sender: FrameFacts | null = event.senderFrame;
      return answer(sender, args);
    });
  }
}
