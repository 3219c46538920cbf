import { Check } from 'lucide-react';
import { useState } from 'react';
import type { CallError } from '../../../shared/ipc/types.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import { useMessages } from '../../app/info.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { currentRoute, go, HOME, select } from '../../app/route.ts';
import { currentSecrets, refreshSecrets } from '../../app/secrets.ts';
import { useToasts } from '../../components/toast.tsx';
import { vaultClient } from '../../vault-client.ts';
import { problemsOf, type Problems } from './form-problems.ts';
import { formOf, isTouched, rebase, type SecretForm } from './form-state.ts';
import { filterSecrets } from './list-items.ts';
import { saveSecret, seedProblem, type Subject } from './save-secret.ts';
import { useTypedInputs, type TypedInputs } from './typed-inputs.ts';

/** Refusals that belong to the name. */
const AT_THE_NAME: Partial<Record<CallError['code'], MessageKey>> = {
  name_taken: 'secret_form.problem.name_taken',
  name_invalid: 'secret_form.problem.name_invalid',
};

export const FORM_ID = 'secret-form';

export interface SecretEditor {
  readonly form: SecretForm;
  readonly setForm: (form: SecretForm) => void;
  readonly inputs: TypedInputs;
  readonly problems: Problems;
  /** What is wrong where this key is was seen to. */
  readonly forget: (key: string) => void;
  readonly refusal: CallError | null;
  readonly busy: boolean;
  /** Whether something that was typed would be lost. */
  readonly isDirty: () => boolean;
  readonly save: () => Promise<void>;
  /** After a conflict: reads the newer version under what was typed. */
  readonly takeNewer: () => Promise<void>;
}

/** The form's state, from the first key to the saved secret. */
export function useSecretEditor(
  first: Subject,
  initial: SecretForm,
  onDone: () => void,
): SecretEditor {
  const [subject, setSubject] = useState(first);
  const [base, setBase] = useState(initial);
  const [form, setForm] = useState(initial);
  const [problems, setProblems] = useState<Problems>({});
  const inputs = useTypedInputs();
  const done = useDone(onDone);
  const { attempt, busy, refusal } = useAttempt((error) => {
    const problem = AT_THE_NAME[error.code];
    if (problem !== undefined) setProblems({ name: problem });
    return problem !== undefined;
  });
  const save = async () => {
    const found = findProblems(form, inputs);
    setProblems(found);
    if (Object.keys(found).length > 0) {
      // Once they are drawn.
      window.setTimeout(focusFirstInvalid);
      return;
    }
    await attempt(async () => {
      const id = await saveSecret(subject, form, inputs);
      inputs.clear();
      await done(id, form.name.trim());
    });
  };
  const takeNewer = () =>
    attempt(async () => {
      if (subject.is === 'new') return;
      const detail = await valueOf(vaultClient.secrets.describe({ id: subject.detail.id }));
      const newer = formOf(detail);
      setSubject({ ...subject, detail });
      setForm(rebase(form, base, newer));
      setBase(newer);
    });
  return {
    form,
    setForm,
    inputs,
    problems,
    forget: (key) => {
      const left = Object.entries(problems).filter(([at]) => at !== key && at !== 'fields');
      if (left.length < Object.keys(problems).length) setProblems(Object.fromEntries(left));
    },
    refusal,
    busy,
    isDirty: () => isTouched(form, base) || inputs.anyTyped(form),
    save,
    takeNewer,
  };
}

function focusFirstInvalid(): void {
  document.querySelector<HTMLElement>(`#${FORM_ID} [aria-invalid]`)?.focus();
}

function findProblems(form: SecretForm, inputs: TypedInputs): Problems {
  const seed = seedProblem(form, inputs);
  return { ...problemsOf(form, inputs.isFilled), ...(seed === null ? {} : { totp: seed }) };
}

interface Attempt {
  readonly attempt: (body: () => Promise<void>) => Promise<void>;
  readonly busy: boolean;
  readonly refusal: CallError | null;
}

/** One thing at a time, and why it was refused; `placed` says whether the form shows that elsewhere. */
function useAttempt(placed: (error: CallError) => boolean): Attempt {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<CallError | null>(null);
  const attempt = async (body: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setRefusal(null);
    try {
      await body();
    } catch (thrown) {
      const error = asRefusal(thrown);
      if (!placed(error)) setRefusal(error);
    } finally {
      setBusy(false);
    }
  };
  return { attempt, busy, refusal };
}

/** After the save: the secret is shown, and said. */
function useDone(onDone: () => void): (id: string, name: string) => Promise<void> {
  const toasts = useToasts();
  const { t } = useMessages();
  return async (id, name) => {
    await refreshSecrets();
    show(id);
    onDone();
    toasts.show({ icon: Check, text: t('secret_form.saved', { name }) });
  };
}

/** Chooses the secret; a list that does not hold it gives way to the whole one. */
function show(id: string): void {
  const route = currentRoute();
  const listed =
    route.view === 'secrets' &&
    filterSecrets(currentSecrets().secrets, route.filter).some((secret) => secret.id === id);
  if (listed) select(id);
  else go({ ...HOME, selectedId: id });
}
