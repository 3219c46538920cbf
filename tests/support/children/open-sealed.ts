import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { openAesGcm } from '../../../src/core/crypto/aead.ts';
import { wipe } from '../../../src/core/crypto/bytes.ts';

/* Opens a sealed text from a file several times, wipes what was opened and the key, and waits. */

interface Order {
  /** 32 bytes of key, 12 of nonce, then the sealed text. */
  readonly file: string;
  readonly sealedBytes: number;
  readonly times: number;
}

const { file, sealedBytes, times } = JSON.parse(process.argv[2] ?? '') as Order;

const bytes = Array.from(
  [32, 12, sealedBytes],
  (length) => new Uint8Array(new ArrayBuffer(length)),
);
const [key = new Uint8Array(), nonce = new Uint8Array(), sealed = new Uint8Array()] = bytes;
const fd = openSync(file, 'r');
for (const part of [key, nonce, sealed]) readSync(fd, part, 0, part.length, null);
closeSync(fd);

for (let time = 0; time < times; time += 1) {
  const opened = openAesGcm(key, nonce, new Uint8Array(0), sealed);
  if (opened === null) throw new Error('it does not authenticate');
  wipe(opened);
}
wipe(key);
writeSync(1, `${JSON.stringify({ say: 'wiped' })}\n`);
readSync(0, new Uint8Array(1), 0, 1, null);
