import { componentMessages } from '../../shared/messages/components.ts';
import { useLanguage } from './language.ts';

/** One of the few texts that a control says by itself. */
export function useComponentText(key: keyof typeof componentMessages): string {
  const { language } = useLanguage();
  return componentMessages[key][language === 'en' ? 0 : 1];
}
