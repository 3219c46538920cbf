import { chromium, type Browser } from '@playwright/test';

/** Why each is there stands beside it. */
export const QUIET_FLAGS = [
  // Nothing leaves the machine: no name resolves, and the browser's own services stay quiet.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

const BROWSER_FLAGS = [
  ...QUIET_FLAGS,
  // The same pixels on every machine.
  '--disable-gpu',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  // Every page has a renderer process of its own, as the app's views have; one that is killed takes no other along.
  '--site-per-process',
  '--disable-features=ProcessPerSiteUpToMainFrameThreshold,SpareRendererForSitePerProcess',
];

/** Chromium refuses to sandbox when it is started by root. */
export const canSandbox = process.getuid?.() !== 0;

/** A headless browser over a pipe: no port that another program could speak to. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: BROWSER_FLAGS, chromiumSandbox: canSandbox });
}
