import type { ReactNode } from 'react';
import type { SecretSummary } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import { Section } from '../../components/section.tsx';
import { Table } from '../../components/table.tsx';
import { Tag } from '../../components/tag.tsx';
import { Time } from '../../components/time.tsx';
import { nowText } from '../../clock.ts';
import { vaultClient } from '../../vault-client.ts';
import { localDay } from './days.ts';
import { formatInDays, nextReminder, viewExpiry, type ExpiryView } from './expiry.ts';
import { useLoaded } from './use-loaded.ts';

interface Line {
  readonly id: 'ends' | 'reminder';
  readonly what: string;
  readonly day: string | null;
}

export function ExpirySection({ secret }: { readonly secret: SecretSummary }): ReactNode {
  const { t } = useMessages();
  const today = localDay(nowText());
  const expiry = viewExpiry(secret, today);
  const reminderDays = useReminderDays(expiry !== null);
  const reminder =
    expiry === null || reminderDays === null || expiry.over
      ? null
      : nextReminder(expiry.day, reminderDays, today);
  const lines: readonly Line[] = [
    { id: 'ends', what: t('secrets.expiry.ends'), day: expiry?.day ?? null },
    ...(reminder === null
      ? []
      : [{ id: 'reminder' as const, what: t('secrets.expiry.reminder'), day: reminder }]),
  ];
  return (
    <Section title={t('secrets.expiry')} aside={<Badge expiry={expiry} />}>
      <Table
        label={t('secrets.expiry')}
        hideHead
        keyOf={({ id }) => id}
        rows={lines}
        columns={[
          {
            id: 'what',
            head: t('secrets.expiry.what'),
            rowHead: true,
            cell: ({ what }) => what,
          },
          {
            id: 'when',
            head: t('secrets.expiry.when'),
            align: 'end',
            tone: 'quiet',
            cell: ({ day }) =>
              day === null ? t('secrets.expiry.never') : <Time iso={day} style="date" utc />,
          },
        ]}
      />
    </Section>
  );
}

/** How near it is; a badge once it needs a look. */
function Badge({ expiry }: { readonly expiry: ExpiryView | null }): ReactNode {
  const { language } = useMessages();
  if (expiry === null) return null;
  const words = formatInDays(expiry.inDays, language);
  return expiry.tone === 'quiet' ? words : <Tag tone={expiry.tone}>{words}</Tag>;
}

const listSettings = () => vaultClient.settings.list({});

function useReminderDays(needed: boolean): string | null {
  const { value } = useLoaded(needed ? listSettings : null);
  const setting = value?.find(({ name }) => name === 'expiry.reminder_days');
  return setting === undefined ? null : String(setting.value);
}
