import { useState, type ReactNode } from 'react';
import { SECRET_KINDS } from '../../../shared/secret.ts';
import { TEMPLATES, type SecretTemplate } from '../../../shared/templates.ts';
import { useMessages } from '../../app/info.ts';
import { CommandPalette } from '../../components/command-list.tsx';
import { KIND_NAMES } from './filter-name.ts';
import { fold, wordsOf } from './fold-text.ts';
import { templateTitle } from './template-title.ts';
import { KIND_ICONS } from './kind-icons.ts';

export interface TemplateChooserProps {
  readonly onChoose: (template: SecretTemplate) => void;
  readonly onClose: () => void;
}

/** Which provider the new secret is of. */
export function TemplateChooser({ onChoose, onClose }: TemplateChooserProps): ReactNode {
  const { t } = useMessages();
  const [query, setQuery] = useState('');
  const words = wordsOf(query);
  const fits = ({ id, stem, ...template }: SecretTemplate) => {
    const text = fold(
      `${templateTitle(template, t)} ${id} ${stem} ${t(KIND_NAMES[template.kind])}`,
    );
    return words.every((word) => text.includes(word));
  };
  const groups = SECRET_KINDS.map((kind) => ({
    id: kind,
    title: t(KIND_NAMES[kind]),
    commands: TEMPLATES.filter((template) => template.kind === kind && fits(template)).map(
      (template) => ({
        id: template.id,
        icon: KIND_ICONS[kind],
        label: templateTitle(template, t),
        sub: template.fields.map(({ label }) => t(label)).join(', '),
        verb: t('secret_form.choose'),
        onRun: () => {
          onChoose(template);
        },
      }),
    ),
  })).filter(({ commands }) => commands.length > 0);
  return (
    <CommandPalette
      open
      label={t('secret_form.choose_template')}
      placeholder={t('secret_form.choose_template')}
      query={query}
      onQuery={setQuery}
      groups={groups}
      empty={t('secret_form.no_template')}
      onClose={onClose}
    />
  );
}
