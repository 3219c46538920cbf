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

/** What is wrong with an app that was closed, each in a line; every spec asserts that there is nothing. */
export async function problemsOf(
  app: Pick<AppHost, 'exited' | 'findings' | 'output'>,
  secrets: DeclaredSecrets,
  strictness: Strictness,
): Promise<string[]> {
  const { csp = [], contacts = [], escapes = [], pageErrors = [], exitCode = 0 } = strictness;
  const { findings, output } = app;
  const unexcused = (what: string, found: readonly string[], excuses: readonly RegExp[]) =>
    found.filter((it) => !excuses.some((excuse) => excuse.test(it))).map((it) => `${what}: ${it}`);
  const contactsThatWere = (allowed: boolean) =>
    findings.contacts
      .filter((contact) => contact.allowed === allowed)
      .map(({ kind, url }) => `${kind} ${url}`);
  const problems = [
    ...unexcused('the content policy reported', findings.csp, csp),
    ...unexcused('the app had to refuse', contactsThatWere(false), contacts),
    ...unexcused('NOTHING refused', contactsThatWere(true), escapes),
    ...unexcused('the page has an error', findings.pageErrors, pageErrors),
    ...secrets.within(output).map((secret) => `a secret is in the output of main: ${secret}`),
  ];
  const code = await app.exited;
  if (exitCode !== null && code !== exitCode) {
    problems.push(`the app ended with ${code} and said: ${output}`);
  }
  return problems;
}
