import type { Contract, RequestOf } from '../../../shared/ipc/types.ts';
import type { MetadataPatch, SecretDetail, SecretKind } from '../../../shared/secret.ts';
import { instantOfDay } from './days.ts';
import { formOf, sameTags, type FormField, type SecretForm } from './form-state.ts';

export type CreateRequest = RequestOf<Contract['secrets']['create']>;
export type UpdateRequest = RequestOf<Contract['secrets']['update']>;
type Metadata = CreateRequest['metadata'];
type Fields = CreateRequest['fields'];

/** What was typed, by the field's key, as UTF-8; null where nothing was. */
export interface TypedValues {
  readonly fields: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** An otpauth:// URI. */
  readonly totp: Uint8Array<ArrayBuffer> | null;
}

export function createRequest(
  form: SecretForm,
  kind: SecretKind,
  values: TypedValues,
): CreateRequest {
  return {
    name: form.name.trim(),
    kind,
    fields: typedFields(form, values),
    metadata: metadataOf(form),
    ...(values.totp === null ? {} : { totp: values.totp }),
  };
}

/** Only what differs from the stored secret; null: nothing does. */
export function updateRequest(
  detail: SecretDetail,
  form: SecretForm,
  values: TypedValues,
): UpdateRequest | null {
  const name = form.name.trim();
  const metadata = metadataChange(form, formOf(detail));
  const putFields = typedFields(form, values);
  const removeFields = form.fields.filter(isRemoved).map(({ name }) => name);
  const totp = form.totp === 'removed' ? null : values.totp;
  const change = {
    ...(name === detail.name ? {} : { newName: name }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(putFields.length === 0 ? {} : { putFields }),
    ...(removeFields.length === 0 ? {} : { removeFields }),
    ...(totp === null && form.totp !== 'removed' ? {} : { totp }),
  };
  if (Object.keys(change).length === 0) return null;
  return { id: detail.id, expectedVersion: detail.version, ...change };
}

const isRemoved = ({ stored, state }: FormField) => stored && state === 'removed';

function typedFields({ fields }: SecretForm, values: TypedValues): Fields {
  return fields.flatMap(({ key, name, concealed, state }) => {
    const value = values.fields.get(key);
    return state === 'typed' && value !== undefined ? [{ name, value, concealed }] : [];
  });
}

/** The form's texts and the names that metadata has for them. */
const TEXTS = {
  description: 'notes',
  environment: 'environment',
  provider: 'provider',
  account: 'account',
  url: 'url',
} as const satisfies Partial<Record<keyof MetadataPatch, keyof SecretForm>>;

function metadataOf(form: SecretForm): Metadata {
  const empty = { environment: '', provider: '', account: '', url: '', notes: '' };
  return metadataChange(form, { ...form, ...empty, expiresOn: '', tags: [] });
}

function metadataChange(form: SecretForm, base: SecretForm): Metadata {
  const texts = Object.entries(TEXTS)
    .map(([name, key]) => [name, form[key].trim(), base[key]] as const)
    .filter(([, text, before]) => text !== before.trim())
    .map(([name, text]) => [name, text === '' ? null : text]);
  return {
    ...(Object.fromEntries(texts) as Metadata),
    ...(form.expiresOn === base.expiresOn
      ? {}
      : { expires_at: form.expiresOn === '' ? null : instantOfDay(form.expiresOn) }),
    ...(sameTags(form.tags, base.tags)
      ? {}
      : { tags: form.tags.length === 0 ? null : [...form.tags] }),
  };
}
