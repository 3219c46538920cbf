import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NativeImage } from 'electron';
import { strict } from './strict.ts';

type Offered = Pick<
  NativeImage,
  | 'addRepresentation'
  | 'getSize'
  | 'isEmpty'
  | 'isTemplateImage'
  | 'resize'
  | 'setTemplateImage'
  | 'toDataURL'
  | 'toPNG'
>;

/** A PNG's width and height stand at fixed places of its first chunk (PNG §11.2.2). */
function sizeOf(png: Buffer): { width: number; height: number } {
  if (png.length < 24) return { width: 0, height: 0 };
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

function image(bytes: Buffer): NativeImage {
  let template = false;
  const members: Offered & { digest(): string } = {
    isEmpty: () => bytes.length === 0,
    getSize: () => sizeOf(bytes),
    toPNG: () => bytes,
    toDataURL: () => `data:image/png;base64,${bytes.toString('base64')}`,
    setTemplateImage: (on) => {
      template = on;
    },
    isTemplateImage: () => template,
    addRepresentation: () => undefined,
    resize: () => image(bytes),
    /** For the host: tells one image from another. */
    digest: () => (bytes.length === 0 ? '' : createHash('sha256').update(bytes).digest('hex')),
  };
  return strict('nativeImage', members) as unknown as NativeImage;
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** A short name for an image, for records. */
export function nameImage(given: NativeImage | string): string {
  if (typeof given === 'string') return given;
  return (given as unknown as { digest(): string }).digest();
}

export const nativeImage = strict('nativeImage', {
  createEmpty: () => image(Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer) => image(bytes),
  createFromPath: (path: string) => image(read(path)),
  createFromDataURL: (url: string) => image(Buffer.from(url.replace(/^[^,]*,/, ''), 'base64')),
});
