import { ClipboardItem, clipboard } from 'electron';
import { exclusionsOf } from './clipboard-exclusions.ts';
import type { ClipboardPort } from './clipboard-guard.ts';
import { ownCopy } from './own-copy.ts';

/** The system's clipboard. Values go in and out as bytes: a string would stay in this process's memory. */
export const systemClipboard: ClipboardPort = {
  writeSecret: (utf8) => {
    const copy = ownCopy(utf8);
    const text = new Blob([copy], { type: 'text/plain' });
    copy.fill(0);
    const item = new ClipboardItem({ 'text/plain': text, ...exclusionsOf(process.platform) });
    return clipboard.write([item]);
  },
  writeText: (text) => clipboard.writeText(text),
  readText: async () => {
    for (const item of await clipboard.read()) {
      if (!item.types.includes('text/plain')) continue;
      const text = await item.getType('text/plain');
      return new Uint8Array(await text.arrayBuffer());
    }
    return null;
  },
  clear: () => {
    clipboard.clear();
  },
};
