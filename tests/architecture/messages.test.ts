import { describe, expect, it } from 'vitest';
import { allMessages } from '../../src/shared/messages/catalogue.ts';
import {
  brokenPlurals,
  empty,
  namedKeys,
  outOfVoice,
  unevenPlaceholders,
  unknownKeys,
  untranslated,
  unusedKeys,
  type Messages,
} from './message-rules.ts';
import { filesUnder, readProjectFile } from './project-files.ts';

const messages = allMessages();
const sources = filesUnder(['src/renderer', 'src/main', 'src/shared'], ['.ts', '.tsx'])
  .filter((name) => !name.startsWith('src/shared/messages/'))
  .map(readProjectFile);

describe('the message catalogue', () => {
  it('says everything in English and in German', () => {
    expect(empty(messages)).toEqual([]);
    expect(untranslated(messages)).toEqual([]);
  });

  it('fills in the same in both languages', () => {
    expect(unevenPlaceholders(messages)).toEqual([]);
  });

  it('has one and many of everything it counts', () => {
    expect(brokenPlurals(messages)).toEqual([]);
  });

  it('neither shouts nor pleads', () => {
    expect(outOfVoice(messages)).toEqual([]);
  });

  it('has no key twice in its parts', () => {
    const parts = filesUnder(['src/shared/messages'], ['.ts']).flatMap((name) =>
      [...readProjectFile(name).matchAll(/^ {2}'([^']+)': /gm)].map(([, key]) => key ?? ''),
    );
    expect(parts.filter((key, at) => parts.indexOf(key) !== at)).toEqual([]);
    expect(parts).toHaveLength(Object.keys(messages).length);
  });

  it('holds no key that nothing names, and lacks none that is named', () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(unusedKeys(messages, sources)).toEqual([]);
    expect(unknownKeys(messages, sources)).toEqual([]);
  });
});

describe('the rules for messages', () => {
  const one = (en: string, de: string): Messages => ({ 'a.b': [en, de] });

  it('see a text that is missing or was left in English', () => {
    expect(empty(one('Lock', ' '))).toEqual(['a.b']);
    expect(untranslated(one('Lock {name}', 'Lock {name}'))).toEqual(['a.b']);
    expect(untranslated(one('{name}, {count}', '{name}, {count}'))).toEqual([]);
  });

  it('see a placeholder that one language lacks', () => {
    expect(unevenPlaceholders(one('{a} of {b}', '{b}'))).toEqual(['a.b']);
    expect(unevenPlaceholders(one('{a} of {b}', '{b} {a} {b}'))).toEqual([]);
  });

  it('see half a plural', () => {
    expect(brokenPlurals({ 'a.one': ['x', 'y'] })).toEqual(['a.one']);
    expect(brokenPlurals({ 'a.other': ['x', 'y'] })).toEqual(['a.other']);
    const whole: Messages = { 'a.one': ['x', 'y'], 'a.other': ['x', 'y'] };
    expect(brokenPlurals(whole)).toEqual([]);
    expect(brokenPlurals({ ...whole, a: ['x', 'y'] })).toEqual(['a.one', 'a.other']);
  });

  it('see shouting and pleading', () => {
    expect(outOfVoice(one('Done!', 'Fertig'))).toEqual(['a.b']);
    expect(outOfVoice(one('Wait', 'Bitte warten'))).toEqual(['a.b']);
    expect(outOfVoice(one('Unpleasant', 'Erbitten'))).toEqual([]);
  });

  it('see a key that nothing names and one that is not there', () => {
    const catalogue: Messages = { 'a.b': ['x', 'y'], 'c.one': ['x', 'y'], 'c.other': ['x', 'y'] };
    expect([...namedKeys(catalogue)]).toEqual(['a.b', 'c']);
    expect(unusedKeys({ 'a.b': ['x', 'y'], 'a.c': ['x', 'y'] }, ["t('a.b')"])).toEqual(['a.c']);
    expect(
      unknownKeys(catalogue, ["t('a.b')", "t(\n  'a.x', {})", "messageOf(tag, 'a.y')"]),
    ).toEqual(['a.x', 'a.y']);
  });
});
