import { FileText } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useInfo, useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { Ledger, LedgerLine } from '../../components/ledger.tsx';
import { AppIcon } from '../../components/mark.tsx';
import { Bar, PaneScroll, SheetPane } from '../../components/panes.tsx';
import { PageSheet } from '../../components/record.tsx';
import { DOCUMENTS, type DocumentName } from '../../../shared/ipc/links.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import { vaultClient } from '../../vault-client.ts';
import css from './settings.module.css';

const TITLES: Readonly<Record<DocumentName, MessageKey>> = {
  readme: 'settings.document.readme',
  cli: 'settings.document.cli',
  errors: 'settings.document.errors',
  format: 'settings.document.format',
  import: 'settings.document.import',
  logging: 'settings.document.logging',
  security: 'settings.document.security',
  'threat-model': 'settings.document.threat-model',
  troubleshooting: 'settings.document.troubleshooting',
  changelog: 'settings.document.changelog',
  license: 'settings.document.license',
};

export function AboutView(): ReactElement {
  const { t } = useMessages();
  const { version, home, runtime } = useInfo();
  return (
    <SheetPane main label={t('settings.about.title')}>
      <Bar title={t('settings.about.title')} />
      <PaneScroll label={t('settings.about.title')}>
        <PageSheet>
          <div className={css['about']}>
            <header className={css['aboutHead']}>
              <AppIcon size={56} />
              <div>
                <p className={css['aboutName']}>
                  <b>{t('shell.name')}</b>
                </p>
                <p className="soft">{t('settings.about.version', { version })}</p>
              </div>
            </header>
            <p>{t('settings.about.promise')}</p>
            <section aria-labelledby="about-here">
              <h2 id="about-here" className={css['groupTitle']}>
                {t('settings.about.here')}
              </h2>
              <Ledger prose>
                <LedgerLine label={t('settings.about.folder')} mono prose>
                  {home}
                </LedgerLine>
                <LedgerLine label={t('settings.about.built_on')} prose>
                  Electron {runtime.electron}, Chromium {runtime.chrome}, Node.js {runtime.node}
                </LedgerLine>
              </Ledger>
            </section>
            <Documents />
          </div>
        </PageSheet>
      </PaneScroll>
    </SheetPane>
  );
}

function Documents(): ReactNode {
  const { t } = useMessages();
  return (
    <section aria-labelledby="about-documents">
      <h2 id="about-documents" className={css['groupTitle']}>
        {t('settings.about.documents')}
      </h2>
      <ul className={css['documents']}>
        {DOCUMENTS.map((document) => (
          <li key={document}>
            <Button
              tone="quiet"
              icon={FileText}
              onClick={() => void vaultClient.app.openDocument({ document })}
            >
              {t(TITLES[document])}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
