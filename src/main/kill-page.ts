/** What of a page is needed to end it. */
export interface Page {
  isDestroyed(): boolean;
  getOSProcessId(): number;
  close(): void;
}

/**
 * Ends a page and its process at once. Closing alone leaves the process to Chromium's leisure, with all that the page
 * showed in its memory.
 */
export function killPage(
  page: Page,
  kill: (processId: number) => void = (id) => process.kill(id, 'SIGKILL'),
): void {
  if (page.isDestroyed()) return;
  const id = page.getOSProcessId();
  page.close();
  // 0 is a page that has no process (yet), and to kill(2) the whole group of this one.
  if (!Number.isSafeInteger(id) || id <= 0 || id === process.pid) return;
  try {
    kill(id);
  } catch {
    // It has gone by itself.
  }
}
