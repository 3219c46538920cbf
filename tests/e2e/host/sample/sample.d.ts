/** What preload.cjs puts on the window. */
interface SampleApi {
  echo(value: unknown): Promise<unknown>;
  frame(): Promise<unknown>;
  fail(): Promise<unknown>;
  function(): Promise<unknown>;
  renew(): Promise<void>;
  ask(): Promise<unknown>;
  say(text: string): Promise<void>;
  theme(source: 'dark' | 'light' | 'system'): Promise<void>;
  open(): Promise<unknown>;
  copy(text: string): Promise<void>;
  count(upTo: number, listener: (n: number, map: Map<number, Uint8Array>) => void): () => void;
  readonly worlds: { prototypeOfArray(): string[]; missing(): unknown };
}

interface Window {
  readonly sample: SampleApi;
}
