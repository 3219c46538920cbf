import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../../src/renderer/features/secrets/form-problems.ts';
import {
  createRequest,
  updateRequest,
  type TypedValues,
} from '../../../../src/renderer/features/secrets/form-request.ts';
import {
  formOf,
  isTouched,
  newForm,
  ownField,
  rebase,
  suggestName,
  withEnvironment,
  type FormField,
  type SecretForm,
} from '../../../../src/renderer/features/secrets/form-state.ts';
import { contract } from '../../../../src/shared/ipc/contract.ts';
import { TEMPLATES, templateOf, type SecretTemplate } from '../../../../src/shared/templates.ts';
import { IG } from './sample-secrets.ts';

const ID = '0192f0c1-2b3c-4d5e-8f90-a1b2c3d4e5f6';
const detail = { ...IG, id: ID };
const bytes = (text: string) => new TextEncoder().encode(text);
const typed = (fields: Record<string, string>, totp: string | null = null): TypedValues => ({
  fields: new Map(Object.entries(fields).map(([key, value]) => [key, bytes(value)])),
  totp: totp === null ? null : bytes(totp),
});
const NOTHING = typed({});

function template(id: string): SecretTemplate {
  const found = TEMPLATES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no template ${id}`);
  return found;
}
const fresh = (id: string, taken: readonly string[] = []) =>
  newForm(template(id), { taken, today: '2026-11-20' });
const withField = (form: SecretForm, key: string, change: Partial<FormField>): SecretForm => ({
  ...form,
  fields: form.fields.map((field) => (field.key === key ? { ...field, ...change } : field)),
});

describe('a new secret', () => {
  it('of a broker begins on paper, with a name, an address and 90 days', () => {
    expect(fresh('ig')).toMatchObject({
      name: 'ig-paper',
      environment: 'paper',
      provider: 'ig',
      url: 'https://demo-api.ig.com/gateway/deal',
      expiresOn: '2027-02-18',
    });
  });

  it('of a provider without a key never expires by itself', () => {
    expect(fresh('ollama')).toMatchObject({ expiresOn: '', environment: '', provider: 'ollama' });
  });

  it('gets a name that is not taken in any case', () => {
    expect(suggestName('ig', 'live', ['IG-Live', 'ig-live-2'])).toBe('ig-live-3');
    expect(suggestName('openai', '', [])).toBe('openai');
    expect(suggestName('', 'live', [])).toBe('');
  });

  it('takes a suggested name and address along when its environment changes, and leaves typed ones', () => {
    const taken = ['ig-live'];
    const change = (form: SecretForm) => withEnvironment(form, 'live', template('ig'), taken);
    expect(change(fresh('ig', taken))).toMatchObject({
      environment: 'live',
      name: 'ig-live-2',
      url: 'https://api.ig.com/gateway/deal',
    });
    expect(change({ ...fresh('ig', taken), name: 'mine', url: 'https://x.example' })).toMatchObject(
      { environment: 'live', name: 'mine', url: 'https://x.example' },
    );
  });

  it.each(TEMPLATES.map(({ id }) => id))('from the template %s is a request main takes', (id) => {
    const form = { ...fresh(id), name: ' mine ' };
    const values = typed(Object.fromEntries(form.fields.map(({ key }) => [key, 'v'])));
    const request = createRequest(form, template(id).kind, values);
    expect(contract.secrets.create.request.safeParse(request).error).toBeUndefined();
    expect(request.name).toBe('mine');
    expect(request.fields).toHaveLength(form.fields.length);
  });

  it('says nothing about what was left empty', () => {
    const form = { ...fresh('other'), name: 'a', account: '  ' };
    expect(createRequest(form, 'generic', typed({ value: 'v' }))).toEqual({
      name: 'a',
      kind: 'generic',
      fields: [{ name: 'value', value: bytes('v'), concealed: true }],
      metadata: {},
    });
  });

  it('leaves optional fields out that stayed empty', () => {
    const request = createRequest(fresh('openai'), 'llm', typed({ 'api-key': 'v' }));
    expect(request.fields.map(({ name }) => name)).toEqual(['api-key']);
  });
});

describe('an edited secret', () => {
  const form = formOf(detail);

  it('sends nothing when nothing was changed', () => {
    expect(isTouched(form, formOf(detail))).toBe(false);
    expect(updateRequest(detail, form, NOTHING)).toBeNull();
  });

  it('sends only what was changed, against the version that was read', () => {
    const changed = withField(
      withField({ ...form, name: 'ig-main', account: '', notes: 'new' }, 'api-key', {
        state: 'typed',
      }),
      'username',
      { state: 'removed' },
    );
    const request = updateRequest(detail, changed, typed({ 'api-key': 'next' }));
    expect(request).toEqual({
      id: ID,
      expectedVersion: 4,
      newName: 'ig-main',
      metadata: { account: null, description: 'new' },
      putFields: [{ name: 'api-key', value: bytes('next'), concealed: true }],
      removeFields: ['username'],
    });
    expect(contract.secrets.update.request.safeParse(request).error).toBeUndefined();
    expect(isTouched(changed, form)).toBe(true);
  });

  it('sends a new expiry as a day, null for never, and leaves one with a time alone', () => {
    expect(updateRequest(detail, { ...form, expiresOn: '2027-02-01' }, NOTHING)?.metadata).toEqual({
      expires_at: '2027-02-01T00:00:00.000Z',
    });
    expect(updateRequest(detail, { ...form, expiresOn: '' }, NOTHING)?.metadata).toEqual({
      expires_at: null,
    });
    const timed = {
      ...detail,
      metadata: { ...detail.metadata, expires_at: '2027-01-01T11:22:33.444Z' },
    };
    expect(updateRequest(timed, formOf(timed), NOTHING)).toBeNull();
  });

  it('sends tags as a whole, null for none', () => {
    expect(updateRequest(detail, { ...form, tags: ['desk'] }, NOTHING)?.metadata).toEqual({
      tags: ['desk'],
    });
    expect(updateRequest(detail, { ...form, tags: [] }, NOTHING)?.metadata).toEqual({ tags: null });
  });

  it('puts, keeps or removes the one-time code', () => {
    const uri = 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP';
    expect(updateRequest(detail, { ...form, totp: 'typed' }, typed({}, uri))?.totp).toEqual(
      bytes(uri),
    );
    expect(updateRequest(detail, { ...form, totp: 'removed' }, NOTHING)?.totp).toBeNull();
  });

  it('sends no value of a field that is kept', () => {
    expect(updateRequest(detail, form, typed({ 'api-key': 'left over' }))).toBeNull();
  });
});

describe('a form that cannot be saved', () => {
  const none = () => false;

  it('says so at the name, and at each field that is asked for', () => {
    expect(problemsOf({ ...fresh('ig'), name: ' ' }, none)).toEqual({
      name: 'secret_form.problem.no_name',
      'api-key': 'secret_form.problem.no_value',
      username: 'secret_form.problem.no_value',
      password: 'secret_form.problem.no_value',
    });
    expect(problemsOf({ ...fresh('ig'), name: 'a'.repeat(129) }, () => true)).toEqual({
      name: 'secret_form.problem.long_name',
    });
  });

  it('takes optional fields as they are', () => {
    expect(problemsOf(fresh('openai'), (key) => key === 'api-key')).toEqual({});
  });

  it('wants a value where one is replaced', () => {
    const form = withField(formOf(detail), 'password', { state: 'typed' });
    expect(problemsOf(form, none)).toEqual({ password: 'secret_form.problem.no_new_value' });
  });

  it('wants at least one field to stay', () => {
    const form = formOf({ ...detail, fields: detail.fields.slice(0, 1) });
    expect(problemsOf(withField(form, 'api-key', { state: 'removed' }), none)).toEqual({
      fields: 'secret_form.problem.no_field',
    });
  });

  it('checks the names of added fields, and lets an empty line go', () => {
    const form = formOf(detail);
    const added = (name: string) => ({
      ...form,
      fields: [...form.fields, { ...ownField(1), name }],
    });
    expect(problemsOf(added(''), none)).toEqual({});
    expect(problemsOf(added(''), () => true)).toEqual({
      'own-1': 'secret_form.problem.no_field_name',
    });
    expect(problemsOf(added('two words'), () => true)).toEqual({
      'own-1': 'secret_form.problem.field_name',
    });
    expect(problemsOf(added('api-key'), () => true)).toEqual({
      'own-1': 'secret_form.problem.field_twice',
    });
  });

  it('does not let a field be put under the name of one that it removes', () => {
    const form = withField(formOf(detail), 'api-key', { state: 'removed' });
    const both = { ...form, fields: [...form.fields, { ...ownField(1), name: 'api-key' }] };
    expect(problemsOf(both, () => true)).toEqual({ 'own-1': 'secret_form.problem.field_twice' });
  });
});

describe('a form whose secret was changed meanwhile', () => {
  const base = formOf(detail);
  const newer = formOf({
    ...detail,
    version: 5,
    metadata: { ...detail.metadata, account: 'NEW', description: 'theirs' },
    fields: [
      { name: 'api-key', concealed: true },
      { name: 'password', concealed: true },
      { name: 'token', concealed: true },
    ],
  });

  it('keeps what was touched and takes all else from the newer version', () => {
    const rebased = rebase({ ...base, notes: 'mine' }, base, newer);
    expect(rebased).toMatchObject({ notes: 'mine', account: 'NEW' });
    expect(rebased.fields.map(({ key }) => key)).toEqual(['api-key', 'password', 'token']);
  });

  it('keeps a replaced field, an added one and one that went meanwhile', () => {
    const mine = withField(withField(base, 'password', { state: 'typed' }), 'username', {
      state: 'typed',
    });
    const added = { ...mine, fields: [...mine.fields, { ...ownField(1), name: 'extra' }] };
    const rebased = rebase(added, base, newer);
    expect(rebased.fields.map(({ key, state, stored }) => [key, state, stored])).toEqual([
      ['api-key', 'kept', true],
      ['password', 'typed', true],
      ['token', 'kept', true],
      ['username', 'typed', false],
      ['own-1', 'typed', false],
    ]);
  });

  it('becomes the newer version if nothing was touched', () => {
    expect(rebase(base, base, newer)).toEqual(newer);
    const without = { ...newer, totp: 'none' as const };
    expect(rebase(base, base, without)).toEqual(without);
  });

  it('keeps what was done to the one-time code', () => {
    expect(rebase({ ...base, totp: 'removed' }, base, newer).totp).toBe('removed');
  });
});

it('is a template of the vault that the sample is made of', () => {
  expect(templateOf(IG.metadata.provider)?.id).toBe('ig');
});
