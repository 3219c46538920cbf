import { describe, expect, it } from 'vitest';
import {
  EVENT_WORDS,
  eventWords,
  KNOWN_EVENTS,
} from '../../../../src/renderer/features/audit/event-words.ts';
import { outcomeLook } from '../../../../src/renderer/features/audit/outcome-words.ts';
import { REASON_WORDS } from '../../../../src/renderer/features/audit/reason-words.ts';
import { isErrorCode } from '../../../../src/shared/errors.ts';
import { allMessages } from '../../../../src/shared/messages/catalogue.ts';
import { readProjectFile } from '../../../architecture/project-files.ts';
import { auditEntry } from './audit-entry.ts';

describe('words for events', () => {
  const table = readProjectFile('docs/logging.md').split('## Events')[1]?.split('## ')[0] ?? '';
  const documented = [...table.matchAll(/^\| `([a-z_.]+)` \|/gm)].map(([, event]) => event ?? '');

  it('exist for every event of docs/logging.md, and for no other', () => {
    expect(documented.length).toBeGreaterThan(30);
    expect([...KNOWN_EVENTS].sort()).toEqual([...documented].sort());
  });

  it('differ from each other in both languages, so that the filter can tell them apart', () => {
    const messages = allMessages();
    for (const language of [0, 1] as const) {
      const words = Object.values(EVENT_WORDS).map((key) => messages[key]?.[language]);
      expect(new Set(words).size).toBe(KNOWN_EVENTS.length);
    }
  });

  it('are none for an event of a newer version', () => {
    expect(eventWords('vault.unlock')).toBe('audit.event.vault.unlock');
    expect(eventWords('client.added')).toBeNull();
    expect(eventWords('toString')).toBeNull();
  });
});

describe('words for reasons', () => {
  it('are for codes of the error table', () => {
    expect(Object.keys(REASON_WORDS).filter((code) => !isErrorCode(code))).toEqual([]);
  });
});

describe('the look of an outcome', () => {
  it('tells a lock from a denial, and a finding from a failure', () => {
    const signOf = (given: Parameters<typeof auditEntry>[0]) => outcomeLook(auditEntry(given)).sign;
    expect(signOf({ outcome: 'attempt' })).toBe('begun');
    expect(signOf({ outcome: 'ok' })).toBe('done');
    expect(signOf({ outcome: 'denied', reason: 'bad_password' })).toBe('denied');
    expect(signOf({ outcome: 'denied', reason: 'locked' })).toBe('locked');
    expect(signOf({ outcome: 'error', reason: 'internal' })).toBe('failed');
    expect(signOf({ event: 'vault.tampered', outcome: 'error', reason: 'tampered' })).toBe('found');
  });
});
