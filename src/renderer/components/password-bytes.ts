/** The part of an input element that this needs. */
export interface SecretSource {
  value: string;
}

/** Takes the text out of the input as UTF-8 and empties it, so that the page keeps no copy it can reach. */
export function takeBytes(input: SecretSource): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(input.value);
  input.value = '';
  return bytes;
}
