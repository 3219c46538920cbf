import { asVaultError } from '../shared/vault-error.ts';

/** One thing that was tried: what should have come of it, and what came. */
export interface Check {
  readonly check: string;
  readonly expected: string;
  readonly got: string;
  readonly ms: number;
  readonly ok: boolean;
}

/** Tries one thing after the other and goes on after a failure. */
export class CheckList {
  readonly checks: Check[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get ok(): boolean {
    return this.checks.every(({ ok }) => ok);
  }

  /** `act` answers what it got; what it throws counts as the error's code. */
  async try(check: string, expected: string, act: () => Promise<string>): Promise<boolean> {
    const began = this.#nowMs();
    const got = await act().catch((thrown: unknown) => asVaultError(thrown).code);
    const ok = got === expected;
    this.checks.push({ check, expected, got, ms: this.#nowMs() - began, ok });
    return ok;
  }
}
