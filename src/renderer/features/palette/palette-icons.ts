import {
  ArrowRight,
  AtSign,
  Copy,
  Dices,
  Eye,
  FileInput,
  Info,
  Keyboard,
  Lock,
  Pencil,
  Plus,
  ScrollText,
  Search,
  Settings,
  TextCursorInput,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import type { PageCommand } from '../../../shared/ipc/replies.ts';
import type { SecretCommand } from '../secrets/secret-commands.ts';

/** Verbs of the palette: those of the page but for itself, those of a secret, and two of its own. */
export type VerbName = Exclude<PageCommand, 'palette'> | SecretCommand | 'lock' | 'show';

export const VERB_ICONS: Readonly<Record<VerbName, LucideIcon>> = {
  about: Info,
  audit: ScrollText,
  copy: Copy,
  copy_reference: AtSign,
  edit: Pencil,
  find: Search,
  generate: Dices,
  import: FileInput,
  lock: Lock,
  new_secret: Plus,
  remove: Trash2,
  rename: TextCursorInput,
  reveal: Eye,
  settings: Settings,
  shortcuts: Keyboard,
  show: ArrowRight,
};
