/** The text of a value that main sent; the bytes are zeroed, so that the page holds it once. */
export function takeText(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  bytes.fill(0);
  return text;
}
