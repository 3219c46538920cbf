import { useEffect, type ReactElement } from 'react';
import { AppFrame } from '../components/panes.tsx';
import { ToastProvider } from '../components/toast.tsx';
import { AuditView } from '../features/audit/audit-view.tsx';
import { RepairDialog } from '../features/doors/repair-dialog.tsx';
import { GenerateDialog } from '../features/generate/generate-dialog.tsx';
import { DropTarget } from '../features/import/drop-target.tsx';
import { ImportDialog } from '../features/import/import-dialog.tsx';
import { PaletteDialog } from '../features/palette/palette-dialog.tsx';
import { SecretFormDialog } from '../features/secrets/secret-form-dialog.tsx';
import { SecretsView } from '../features/secrets/secrets-view.tsx';
import { AboutView } from '../features/settings/about-view.tsx';
import { ChangePasswordDialog } from '../features/settings/change-password-dialog.tsx';
import { SettingsView } from '../features/settings/settings-view.tsx';
import { ShortcutsDialog } from '../features/settings/shortcuts-dialog.tsx';
import { Side } from '../features/side/side.tsx';
import { closeOverlay, useOverlay, useRoute } from './route.ts';
import { loadSecrets } from './secrets.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** Everything that is there while the vault is open. */
export function OpenWindow(): ReactElement {
  useShortcuts();
  useEffect(loadSecrets, []);
  return (
    <ToastProvider>
      <DropTarget>
        <AppFrame side={<Side />}>
          <View />
        </AppFrame>
        <OverlayDialog />
      </DropTarget>
    </ToastProvider>
  );
}

function View(): ReactElement {
  const route = useRoute();
  const { view } = route;
  // What had the focus went with the view before: the keyboard goes on where the new one begins.
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById('main')?.focus();
  }, [view]);
  switch (route.view) {
    case 'secrets':
      return <SecretsView route={route} />;
    case 'audit':
      return <AuditView correlationId={route.correlationId} />;
    case 'settings':
      return <SettingsView />;
    case 'about':
      return <AboutView />;
  }
}

function OverlayDialog(): ReactElement | null {
  const overlay = useOverlay();
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'palette':
      return <PaletteDialog onClose={closeOverlay} />;
    case 'new_secret':
      return <SecretFormDialog id={null} onClose={closeOverlay} />;
    case 'edit_secret':
      return <SecretFormDialog id={overlay.id} onClose={closeOverlay} />;
    case 'generate':
      return <GenerateDialog onClose={closeOverlay} />;
    case 'import':
      return <ImportDialog onClose={closeOverlay} />;
    case 'change_password':
      return <ChangePasswordDialog onClose={closeOverlay} />;
    case 'repair':
      return <RepairDialog onClose={closeOverlay} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={closeOverlay} />;
  }
}
