import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import { FIELD_NAME, SECRET_LIMITS } from '../../../shared/secret.ts';
import type { FormField, SecretForm } from './form-state.ts';

/** What keeps a form from being saved, by the place where it is said: `name`, `totp`, `fields`, or a field's key. */
export type Problems = Readonly<Record<string, MessageKey>>;

/** Whether anything was typed into the field of this key. */
export type IsFilled = (key: string) => boolean;

export function problemsOf(form: SecretForm, isFilled: IsFilled): Problems {
  const fields = form.fields.flatMap((field) => {
    const problem = problemOf(field, form.fields, isFilled(field.key));
    return problem === null ? [] : [[field.key, problem] as const];
  });
  const nothing = !form.fields.some((field) => holdsValue(field, isFilled(field.key)));
  const name = form.name.trim();
  return {
    ...(nothing && fields.length === 0 ? { fields: 'secret_form.problem.no_field' as const } : {}),
    ...Object.fromEntries(fields),
    ...(name === '' ? { name: 'secret_form.problem.no_name' as const } : {}),
    ...(name.length > SECRET_LIMITS.nameChars
      ? { name: 'secret_form.problem.long_name' as const }
      : {}),
  };
}

function holdsValue({ state }: FormField, filled: boolean): boolean {
  return state === 'kept' || (state === 'typed' && filled);
}

function problemOf(
  field: FormField,
  all: readonly FormField[],
  filled: boolean,
): MessageKey | null {
  const { name, state, stored, optional } = field;
  if (state !== 'typed') return null;
  if (name === '') return filled ? 'secret_form.problem.no_field_name' : null;
  if (!FIELD_NAME.test(name)) return 'secret_form.problem.field_name';
  // A removed field's name too: one change cannot both remove a field and put it.
  if (all.some((other) => other.key !== field.key && other.name === name)) {
    return 'secret_form.problem.field_twice';
  }
  if (filled || optional) return null;
  return stored ? 'secret_form.problem.no_new_value' : 'secret_form.problem.no_value';
}
