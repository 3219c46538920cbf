import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { SecretDetail } from '../../../shared/secret.ts';
import type { SecretTemplate } from '../../../shared/templates.ts';
import { valueOf } from '../../app/refusal.ts';
import { vaultClient } from '../../vault-client.ts';
import { createRequest, updateRequest, type TypedValues } from './form-request.ts';
import type { SecretForm } from './form-state.ts';
import { readTotpSeed, type TotpSeed } from './totp-seed.ts';
import { TOTP_KEY, type TypedInputs } from './typed-inputs.ts';

/** What a form is about: a new secret of a template, or one as it was read. */
export type Subject =
  | { readonly is: 'new'; readonly template: SecretTemplate }
  | { readonly is: 'stored'; readonly template: SecretTemplate; readonly detail: SecretDetail };

type SeedProblem = Extract<TotpSeed, { ok: false }>['problem'];

const SEED_PROBLEMS = {
  not_a_seed: 'secret_form.problem.not_a_seed',
  counter_based: 'secret_form.problem.counter_based',
  several: 'secret_form.problem.several_seeds',
} as const satisfies Record<SeedProblem, MessageKey>;

/** What is wrong with the typed seed of one-time codes; null: nothing, or none is wanted. */
export function seedProblem(form: SecretForm, inputs: TypedInputs): MessageKey | null {
  if (form.totp !== 'typed' || !inputs.isFilled(TOTP_KEY)) return null;
  const seed = readTotpSeed(inputs.textOf(TOTP_KEY), form.name);
  return seed.ok ? null : SEED_PROBLEMS[seed.problem];
}

/** Sends what was typed and forgets it. Answers the secret's id. @throws Refusal */
export async function saveSecret(
  subject: Subject,
  form: SecretForm,
  inputs: TypedInputs,
): Promise<string> {
  const values = readValues(form, inputs);
  try {
    if (subject.is === 'new') {
      const request = createRequest(form, subject.template.kind, values);
      return (await valueOf(vaultClient.secrets.create(request))).id;
    }
    const request = updateRequest(subject.detail, form, values);
    if (request !== null) await valueOf(vaultClient.secrets.update(request));
    return subject.detail.id;
  } finally {
    for (const value of values.fields.values()) value.fill(0);
    values.totp?.fill(0);
  }
}

function readValues(form: SecretForm, inputs: TypedInputs): TypedValues {
  const encoder = new TextEncoder();
  const filled = form.fields.filter(({ key }) => inputs.isFilled(key));
  const seed =
    form.totp === 'typed' && inputs.isFilled(TOTP_KEY)
      ? readTotpSeed(inputs.textOf(TOTP_KEY), form.name)
      : null;
  return {
    fields: new Map(filled.map(({ key }) => [key, encoder.encode(inputs.textOf(key))])),
    totp: seed?.ok === true ? encoder.encode(seed.uri) : null,
  };
}
