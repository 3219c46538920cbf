import { describe, expect, it } from 'vitest';
import { checkFields, checkTotal, patchMetadata } from '../../../src/core/secrets/check-input.ts';
import { guessFromName } from '../../../src/core/importers/guess-kind.ts';
import { LINKS } from '../../../src/shared/ipc/links.ts';
import { FIELD_NAME, SECRET_KINDS } from '../../../src/shared/secret.ts';
import { fieldLabel, providerName, TEMPLATES, templateOf } from '../../../src/shared/templates.ts';

describe.each(TEMPLATES.map((template) => [template.id, template] as const))(
  'the template %s',
  (id, template) => {
    it('makes a secret that the vault takes', () => {
      const fields = template.fields.map(({ name }) => ({ name, value: new Uint8Array([0x61]) }));
      expect(() => {
        checkFields(fields);
        checkTotal(fields, null);
        for (const url of Object.values(template.addresses)) {
          patchMetadata({ name: 'a' }, { provider: id, url });
        }
      }).not.toThrow();
      expect(fields.every(({ name }) => FIELD_NAME.test(name))).toBe(true);
    });

    it('has at least one field that is asked for, and a name to be shown by', () => {
      expect(template.fields.some(({ optional }) => !optional)).toBe(true);
      expect(template.brand ?? template.title).not.toBeNull();
    });

    it('shows nothing that is concealed beforehand', () => {
      const concealed = template.fields.filter((field) => field.concealed);
      expect(concealed.every(({ initial, example }) => initial === null && example === null)).toBe(
        true,
      );
    });

    it('goes over https, but for a service on this machine', () => {
      for (const url of Object.values(template.addresses)) expect(url).toMatch(/^https:\/\//);
    });
  },
);

describe('the templates', () => {
  it('have each id once and every kind', () => {
    expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
    expect(new Set(TEMPLATES.map(({ kind }) => kind))).toEqual(new Set(SECRET_KINDS));
  });

  it('link to every place where keys are made', () => {
    const links = TEMPLATES.flatMap(({ link }) => (link === null ? [] : [link]));
    expect(links.toSorted()).toEqual([...LINKS].toSorted());
  });

  it.each([
    'IBKR_USER',
    'IG_API_KEY',
    'APCA_API_KEY_ID',
    'BINANCE_KEY',
    'COINBASE_KEY',
    'KRAKEN_KEY',
    'OANDA_TOKEN',
    'OPENAI_API_KEY',
    'ANTHROPIC_API_KEY',
    'GEMINI_API_KEY',
    'MISTRAL_API_KEY',
    'OPENROUTER_API_KEY',
    'GROQ_API_KEY',
    'AZURE_OPENAI_API_KEY',
  ])('know the provider that an import guesses from %s', (name) => {
    const { provider, kind } = guessFromName(name);
    expect(templateOf(provider)).toMatchObject({ id: provider, kind });
  });

  it('are found by id or name in any case, and never by a word of the owner', () => {
    expect(templateOf(' Interactive Brokers ')?.id).toBe('interactive-brokers');
    expect(templateOf('IG')?.id).toBe('ig');
    expect(templateOf('other')).toBeNull();
    expect(templateOf('Postgres')).toBeNull();
    expect(templateOf(undefined)).toBeNull();
  });

  it('give a provider its own name', () => {
    expect(providerName('azure-openai')).toBe('Azure OpenAI');
    expect(providerName('Postgres')).toBe('Postgres');
  });

  it('give a field the word of its provider, else the usual one, else none', () => {
    expect(fieldLabel('api-key', 'ig')).toBe('template.field.api_key');
    expect(fieldLabel('password', undefined)).toBe('template.field.password');
    expect(fieldLabel('my-field', 'ig')).toBeNull();
  });
});
