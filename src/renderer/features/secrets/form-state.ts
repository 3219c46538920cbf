import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { SecretDetail } from '../../../shared/secret.ts';
import { fieldLabel, templateOf, type SecretTemplate } from '../../../shared/templates.ts';
import { addDays, dayOfExpiry } from './days.ts';

/** A field in the form. Its value is in the page's input and nowhere in here. */
export interface FormField {
  /** Stays the same while the form is open. */
  readonly key: string;
  readonly name: string;
  /** Null: the owner's own field, shown by its name. */
  readonly label: MessageKey | null;
  readonly concealed: boolean;
  readonly optional: boolean;
  readonly multiline: boolean;
  readonly example: string | null;
  readonly initial: string | null;
  /** The vault holds a value for it. */
  readonly stored: boolean;
  /** Stored fields are kept unless the owner says otherwise; all others are typed. */
  readonly state: 'kept' | 'typed' | 'removed';
}

/** All of the form that is no secret. */
export interface SecretForm {
  readonly name: string;
  readonly environment: string;
  readonly provider: string;
  readonly account: string;
  readonly url: string;
  /** `YYYY-MM-DD`; empty: never. */
  readonly expiresOn: string;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly fields: readonly FormField[];
  readonly totp: 'none' | 'kept' | 'typed' | 'removed';
}

const OWN_FIELD = {
  label: null,
  concealed: true,
  optional: false,
  multiline: false,
  example: null,
  initial: null,
  stored: false,
  state: 'typed',
} as const;

/** A field that the owner adds; `number` tells it from the others. */
export function ownField(number: number): FormField {
  return { ...OWN_FIELD, key: `own-${String(number)}`, name: '' };
}

/** A name that is not taken, such as `ig-paper` or `ig-paper-2`. Empty without a stem. */
export function suggestName(stem: string, environment: string, taken: readonly string[]): string {
  if (stem === '') return '';
  const known = new Set(taken.map((name) => name.toLowerCase()));
  const base = environment === '' ? stem : `${stem}-${environment.toLowerCase()}`;
  let name = base;
  for (let number = 2; known.has(name); number += 1) name = `${base}-${String(number)}`;
  return name;
}

/** Where the provider answers in this environment; empty where nothing is known. */
export function suggestAddress({ addresses }: SecretTemplate, environment: string): string {
  if (environment === 'live' || environment === 'paper') {
    return addresses[environment] ?? addresses.any ?? '';
  }
  return addresses.any ?? '';
}

/** What a new secret begins with. A broker's begins on paper: real money is chosen. */
export function newForm(
  template: SecretTemplate,
  { taken, today }: { readonly taken: readonly string[]; readonly today: string },
): SecretForm {
  const environment = template.kind === 'broker' ? 'paper' : '';
  return {
    name: suggestName(template.stem, environment, taken),
    environment,
    provider: template.brand === null ? '' : template.id,
    account: '',
    url: suggestAddress(template, environment),
    expiresOn: template.expiryDays === null ? '' : addDays(today, template.expiryDays),
    tags: [],
    notes: '',
    fields: template.fields.map((field) => ({
      ...field,
      key: field.name,
      stored: false,
      state: 'typed',
    })),
    totp: 'none',
  };
}

/** The form with another environment: a name and an address that were only suggested follow it. */
export function withEnvironment(
  form: SecretForm,
  environment: string,
  template: SecretTemplate,
  taken: readonly string[],
): SecretForm {
  const suggested = (of: string) => ({
    name: suggestName(template.stem, of, taken),
    url: suggestAddress(template, of),
  });
  const before = suggested(form.environment);
  const after = suggested(environment);
  return {
    ...form,
    environment,
    name: form.name === before.name ? after.name : form.name,
    url: form.url === before.url ? after.url : form.url,
  };
}

/** A stored secret as the form has it before anything was typed. */
export function formOf({ name, metadata, fields, hasTotp }: SecretDetail): SecretForm {
  const known = templateOf(metadata.provider)?.fields ?? [];
  return {
    name,
    environment: metadata.environment ?? '',
    provider: metadata.provider ?? '',
    account: metadata.account ?? '',
    url: metadata.url ?? '',
    expiresOn: metadata.expires_at === undefined ? '' : dayOfExpiry(metadata.expires_at),
    tags: metadata.tags ?? [],
    notes: metadata.description ?? '',
    fields: fields.map((field) => ({
      ...OWN_FIELD,
      key: field.name,
      name: field.name,
      label: fieldLabel(field.name, metadata.provider),
      concealed: field.concealed,
      multiline: known.some(({ name, multiline }) => name === field.name && multiline),
      stored: true,
      state: 'kept',
    })),
    totp: hasTotp ? 'kept' : 'none',
  };
}

type TextKey = Exclude<keyof SecretForm, 'fields' | 'tags' | 'totp'>;
const TEXT_KEYS: readonly TextKey[] = [
  'name',
  'environment',
  'provider',
  'account',
  'url',
  'expiresOn',
  'notes',
];

/** Whether something would be lost with this form; what was typed as a value is told apart by the caller. */
export function isTouched(form: SecretForm, base: SecretForm): boolean {
  return (
    TEXT_KEYS.some((key) => form[key] !== base[key]) ||
    !sameTags(form.tags, base.tags) ||
    form.totp !== base.totp ||
    form.fields.length !== base.fields.length ||
    form.fields.some((field, at) => field.key !== base.fields[at]?.key || wasChanged(field))
  );
}

const wasChanged = ({ stored, state }: FormField) => stored && state !== 'kept';

export function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag, at) => tag === b[at]);
}

/**
 * The form over a newer version of its secret: what the owner touched stays, all else becomes what is stored now.
 * Fields that went meanwhile are typed anew if the owner was replacing them.
 */
export function rebase(form: SecretForm, base: SecretForm, newer: SecretForm): SecretForm {
  const texts = Object.fromEntries(
    TEXT_KEYS.filter((key) => form[key] !== base[key]).map((key) => [key, form[key]]),
  ) as Partial<Record<TextKey, string>>;
  const stored = newer.fields.map((field) => {
    const mine = form.fields.find(({ key }) => key === field.key);
    return mine === undefined ? field : { ...field, state: mine.stored ? mine.state : 'typed' };
  });
  const typed = form.fields.filter(
    ({ key, state }) => state === 'typed' && newer.fields.every((field) => field.key !== key),
  );
  return {
    ...newer,
    ...texts,
    tags: sameTags(form.tags, base.tags) ? newer.tags : form.tags,
    fields: [...stored, ...typed.map((field) => ({ ...field, stored: false }))],
    totp: form.totp === base.totp ? newer.totp : form.totp,
  };
}
