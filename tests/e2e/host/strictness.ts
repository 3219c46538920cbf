import { expect } from '@playwright/test';
import type { AppHost } from './app-host.ts';

/** What a spec expects that others must not find; each list is of patterns that excuse a finding. */
export interface Strictness {
  readonly csp?: readonly RegExp[];
  /** Contacts that the app refused. One that it allowed is never excused here, only by `escapes`. */
  readonly contacts?: readonly RegExp[];
  readonly escapes?: readonly RegExp[];
  readonly pageErrors?: readonly RegExp[];
  /** Exit code of the app; 0 by default, null if the spec ends it by force. */
  readonly exitCode?: number | null;
}

/** What the owner keeps secret in this spec. */
export class DeclaredSecrets {
  readonly #texts = new Set<string>();

  declare(...texts: readonly string[]): void {
    for (const text of texts) this.#texts.add(text);
  }

  /** The declared ones that stand in a text, as they are or in base64. */
  within(text: string): string[] {
    return [...this.#texts].filter(
      (secret) =>
        text.includes(secret) || text.includes(Buffer.from(secret).toString('base64').slice(0, -2)),
    );
  }
}

/** What every spec asserts at its end, about an app that was closed. */
export async function expectClean(
  app: AppHost,
  secrets: DeclaredSecrets,
  strictness: Strictness,
): Promise<void> {
  const { csp = [], contacts = [], escapes = [], pageErrors = [], exitCode = 0 } = strictness;
  const unexcused = (findings: readonly string[], excuses: readonly RegExp[]) =>
    findings.filter((finding) => !excuses.some((excuse) => excuse.test(finding)));
  const spelled = (allowed: boolean) =>
    app.findings.contacts
      .filter((contact) => contact.allowed === allowed)
      .map(({ kind, url }) => `${kind} ${url}`);
  const { findings, output } = app;
  expect.soft(unexcused(findings.csp, csp), 'reports of the content policy').toEqual([]);
  expect.soft(unexcused(spelled(false), contacts), 'contacts that the app refused').toEqual([]);
  expect.soft(unexcused(spelled(true), escapes), 'contacts that NOTHING refused').toEqual([]);
  expect.soft(unexcused(findings.pageErrors, pageErrors), 'errors of the page').toEqual([]);
  expect.soft(secrets.within(output), 'secrets in the output of main').toEqual([]);
  if (exitCode !== null) {
    expect.soft(await app.exited, `exit code of the app, which said:\n${output}`).toBe(exitCode);
  }
}
