import { describe, expect, it } from 'vitest';
import type { Translate } from '../../../../src/renderer/app/info.ts';
import { foundMeta, metaOf } from '../../../../src/renderer/features/secrets/row-meta.ts';
import { subtitleOf } from '../../../../src/renderer/features/secrets/subtitle.ts';
import { messageOf } from '../../../../src/shared/messages/catalogue.ts';
import { IG, summary } from './sample-secrets.ts';

const t: Translate = (key, values) => messageOf({ language: 'en', locale: 'en-GB' }, key, values);

describe('the second line of a row', () => {
  it('says whose it is and which account', () => {
    expect(metaOf(IG, t)).toBe('IG, account Z4QK8');
    const openai = { provider: 'openai', account: 'project research' };
    expect(metaOf(summary('a', openai, { kind: 'llm' }), t)).toBe('OpenAI, project research');
  });

  it('says the first line of the notes where there is no account', () => {
    const notes = { provider: 'Telegram', description: 'bot token\nUsed by the watchdog.' };
    expect(metaOf(summary('a', notes), t)).toBe('Telegram, bot token');
    expect(metaOf(summary('a', { description: ' alone ' }), t)).toBe('alone');
    expect(metaOf(summary('a'), t)).toBe('');
  });

  it('stays as it is while what was searched for is in sight', () => {
    expect(foundMeta(IG, t, ['ig', 'z4qk8', 'live'])).toBe('IG, account Z4QK8');
  });

  it('shows each place where a word was found that is not in sight', () => {
    expect(foundMeta(IG, t, ['equities', 'phone'])).toBe('eu-equities, … desk phone.');
    const long = summary('a', { description: `${'far '.repeat(60)}needle ${'off '.repeat(60)}` });
    const shown = foundMeta(long, t, ['needle']);
    expect(shown).toMatch(/^… far far needle off/);
    expect(shown.length).toBeLessThan(90);
  });
});

describe('the sentence under the name', () => {
  it('says what is at stake with a broker key', () => {
    expect(subtitleOf(IG, t)).toBe('IG, broker. Orders placed with this key move real money.');
    const paper = summary('a', { environment: 'Paper' }, { kind: 'broker' });
    expect(subtitleOf(paper, t)).toBe('Broker. Orders placed with this key move no real money.');
  });

  it('claims nothing about an environment it does not know', () => {
    const sandbox = { provider: 'ig', environment: 'sandbox' };
    expect(subtitleOf(summary('a', sandbox, { kind: 'broker' }), t)).toBe('IG, broker.');
  });

  it('names the provider of anything else', () => {
    expect(subtitleOf(summary('a', { provider: 'ollama' }, { kind: 'llm' }), t)).toBe(
      'Ollama, LLM provider.',
    );
    expect(subtitleOf(summary('a', { provider: 'Postgres' }), t)).toBe('Postgres, generic secret.');
    expect(subtitleOf(summary('a'), t)).toBe('Generic secret.');
  });
});
