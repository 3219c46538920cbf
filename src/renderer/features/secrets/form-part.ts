import type { Problems } from './form-problems.ts';
import type { SecretForm } from './form-state.ts';
import type { TypedInputs } from './typed-inputs.ts';

/** What the parts of the form that take values have in common. */
export interface FormPartProps {
  readonly form: SecretForm;
  readonly onChange: (form: SecretForm) => void;
  readonly inputs: TypedInputs;
  readonly problems: Problems;
  /** Something was typed where this key is: what was wrong with it is not said any longer. */
  readonly onTyped: (key: string) => void;
}
