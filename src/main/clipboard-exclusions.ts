/** Electron's name of a platform's own clipboard format. */
const raw = (format: string): string => `electron application/osclipboard;format="${format}"`;

/** A DWORD of 0, and something that only has to be there. */
const ZERO = [0, 0, 0, 0];
const PRESENT = [1];

const FORMATS: Readonly<
  Partial<Record<NodeJS.Platform, Readonly<Record<string, readonly number[]>>>>
> = {
  // https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats#cloud-clipboard-and-clipboard-history-formats
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: PRESENT,
    CanIncludeInClipboardHistory: ZERO,
    CanUploadToCloudClipboard: ZERO,
  },
  // http://nspasteboard.org
  darwin: { 'org.nspasteboard.ConcealedType': PRESENT },
  // Klipper, and what has learned from it.
  linux: { 'x-kde-passwordManagerHint': Array.from('secret', (char) => char.charCodeAt(0)) },
};

/** What is written beside a secret so that it stays out of histories, monitors and clouds. */
export function exclusionsOf(platform: NodeJS.Platform): Readonly<Record<string, Blob>> {
  return Object.fromEntries(
    Object.entries(FORMATS[platform] ?? {}).map(([format, bytes]) => [
      raw(format),
      new Blob([Uint8Array.from(bytes)]),
    ]),
  );
}
