import { useEffect, useState } from 'react';
import { vaultClient } from '../../vault-client.ts';

/** The parsed file that main holds, in plain text: let go as soon as the page no longer shows it. */
export interface HeldToken {
  /** False when the dialog is gone: what was read meanwhile is dropped. */
  readonly keep: (token: string) => boolean;
  readonly drop: () => void;
  /** Main has let it go by itself. */
  readonly forget: () => void;
}

export function useHeldToken(): HeldToken {
  const [held] = useState(() => new Held());
  useEffect(() => held.live(), [held]);
  return held;
}

class Held implements HeldToken {
  #token: string | null = null;
  #gone = false;

  /** Answers the function that ends it. */
  live(): () => void {
    this.#gone = false;
    return () => {
      this.#gone = true;
      this.drop();
    };
  }

  keep(token: string): boolean {
    this.#token = token;
    if (this.#gone) this.drop();
    return !this.#gone;
  }

  drop(): void {
    const token = this.#token;
    this.#token = null;
    if (token !== null) void vaultClient.imports.drop({ token });
  }

  forget(): void {
    this.#token = null;
  }
}
