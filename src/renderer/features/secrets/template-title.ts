import type { SecretTemplate } from '../../../shared/templates.ts';
import type { Translate } from '../../app/info.ts';

/** What a template is called: the provider's name, or what stands in for it. */
export function templateTitle(
  { brand, title }: Pick<SecretTemplate, 'brand' | 'title'>,
  t: Translate,
): string {
  return brand ?? (title === null ? '' : t(title));
}
