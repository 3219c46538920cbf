import type { Calls } from '../../src/shared/ipc/types.ts';
import { utf8 } from './vault-fixture.ts';

/** A request for every call. */
export type GoodRequests = {
  readonly [G in keyof Calls]: {
    readonly [V in keyof Calls[G]]: Calls[G][V] extends (request: infer R) => unknown ? R : never;
  };
};

const NO_SUCH = '00000000-0000-4000-8000-000000000000';

/**
 * Requests that the schemas take, of a secret with the field `value`. None has the right password, none ends the
 * process of the test, and no name of a file is chosen.
 */
export function goodRequests(id: string): GoodRequests {
  const newField = { name: 'value', value: Uint8Array.from(utf8('a value')), concealed: true };
  const metadata = { description: 'd', tags: ['t'], expires_at: '2030-01-01T00:00:00.000Z' };
  const password = utf8('not the password');
  return {
    vault: {
      status: {},
      retry: {},
      strength: { password },
      setup: { password },
      unlock: { password },
      lock: {},
      changePassword: { current: password, next: utf8('nor this one'), renewVaultKey: false },
      previewRepair: {},
      repair: { password },
    },
    secrets: {
      list: {},
      describe: { id },
      reveal: { id, field: 'value', version: 1 },
      revealPlain: { id, version: 1 },
      copy: { id, what: { kind: 'field', field: 'value' } },
      totp: { id },
      create: { name: 'another', kind: 'llm', fields: [newField], metadata, totp: null },
      update: {
        id,
        expectedVersion: 7,
        newName: 'renamed',
        metadata,
        putFields: [newField],
        removeFields: ['other'],
        totp: null,
      },
      rename: { id, expectedVersion: 7, newName: 'renamed' },
      remove: { id, expectedVersion: 7 },
      undoRemove: { id },
      history: { id },
      compare: { id, version: 1, with: 1 },
      restore: { id, expectedVersion: 7, version: 1 },
    },
    generator: {
      password: { length: 24, symbols: true, ambiguous: true },
      passphrase: { words: 7, separator: '-' },
    },
    imports: {
      choose: { format: 'dotenv' },
      read: { format: 'dotenv', fileName: '.env', content: utf8('IMPORTED_KEY=x\n') },
      choosePythonStore: { password },
      apply: { token: NO_SUCH },
      drop: { token: NO_SUCH },
    },
    settings: {
      list: {},
      set: { name: 'history.keep', value: '10' },
      reset: { name: 'history.keep' },
    },
    audit: {
      query: {
        event: 'vault.unlock',
        outcome: 'ok',
        correlationId: NO_SUCH,
        beforeSeq: 9,
        limit: 5,
      },
      verify: {},
      acknowledgeGap: {},
      copyCorrelationId: { correlationId: NO_SUCH },
    },
    app: {
      info: {},
      setPreferences: { theme: 'dark', language: 'de', contentProtection: true, tray: false },
      openLink: { link: 'openai' },
      openDocument: { document: 'readme' },
      ready: {},
      quit: {},
    },
    clipboard: { clear: {} },
  };
}
