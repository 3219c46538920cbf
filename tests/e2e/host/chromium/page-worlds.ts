import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CDPSession } from '@playwright/test';
import { isolatedWorldProgram, mainWorldProgram } from './injected/compose.ts';

/** Name of the preload's world, as in Electron. */
export const WORLD = 'Electron Isolated Context';
/** What the preload's world calls, and what is called there. Neither is in the page's own world. */
export const BINDING = '__host';
export const DELIVER = '__deliver';

export interface WorldFacts {
  /** Path of the preload, or null. */
  readonly preload: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly mark: string | null;
  readonly clockOffsetMs: number;
}

/** Puts the bridge's two ends and the preload into every document that the page will have. */
export async function enterWorlds(cdp: CDPSession, facts: WorldFacts): Promise<void> {
  const { preload, versions, mark, clockOffsetMs } = facts;
  const secret = randomUUID();
  const options = {
    ...{ secret, versions, mark, binding: BINDING, deliver: DELIVER },
    ...{ platform: process.platform, arch: process.arch },
  };
  const code = preload === null ? '' : readFileSync(preload, 'utf8');
  await Promise.all([
    cdp.send('Page.enable'),
    cdp.send('Runtime.enable'),
    cdp.send('Audits.enable'),
    cdp.send('Network.enable'),
    cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
    // In this order: the page's world has to be ready for what the preload exposes.
    cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: mainWorldProgram(secret, clockOffsetMs),
    }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorldProgram(options, code),
      worldName: WORLD,
    }),
  ]);
}
