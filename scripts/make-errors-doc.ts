/** `npm run docs`: writes docs/errors.md from the one table in src/shared/errors.ts. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ERRORS, type ErrorRow } from '../src/shared/errors.ts';

const EXIT_CODES: readonly (readonly [exit: number, meaning: string])[] = [
  [0, 'It worked. `strongroom status` always ends with 0.'],
  [1, 'Something is wrong with the vault, the log, a provider or the program.'],
  [2, 'The input cannot be used as it is; nothing was written.'],
  [3, 'The vault is not open: wrong password, locked, waiting, or not set up yet.'],
  [4, 'There is nothing by that name.'],
  [5, 'The key, the grant or the client does not allow it.'],
  [6, 'Another process has the vault, or the port.'],
  [7, 'A limit of this client is reached.'],
];

const HEAD = `# Errors

Made from \`src/shared/errors.ts\` by \`npm run docs\`; a test fails when the two differ.

Every refusal has one of these codes. The command line prints the sentence on stderr with the correlation id of the
audit line about it and ends with the exit code; with \`--json\` it prints one object
\`{"error":{"code","message","hint"?,"correlation_id"?,"retry_after_ms"?}}\` there. The HTTP status is the gateway's, which answers
\`{"error":{"code","message","correlation_id"}}\` with it.
A code, an exit code and a status are never given another meaning. What to do about each is in
[troubleshooting.md](troubleshooting.md).
`;

/** The whole text of docs/errors.md. */
export function errorsDoc(): string {
  const rows: [string, ErrorRow][] = Object.entries(ERRORS);
  const exits = EXIT_CODES.map(([exit, meaning]) => `| ${exit} | ${meaning} |`);
  const codes = rows.map(
    ([code, { exit, http, en, de }]) =>
      `| \`${code}\` | ${exit} | ${http ?? '–'} | ${en} | ${de} |`,
  );
  return [
    HEAD,
    '## Exit codes\n',
    '| exit | meaning |\n|---|---|',
    ...exits,
    '\n## Codes\n',
    '| code | exit | HTTP | English | German |\n|---|---|---|---|---|',
    ...codes,
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(path.resolve(import.meta.dirname, '..', 'docs', 'errors.md'), errorsDoc());
}
