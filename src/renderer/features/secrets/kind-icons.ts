import { Cpu, KeyRound, Landmark, type LucideIcon } from 'lucide-react';
import type { SecretKind } from '../../../shared/secret.ts';

/** A kind wherever it stands without its name: side, palette, templates. */
export const KIND_ICONS: Readonly<Record<SecretKind, LucideIcon>> = {
  broker: Landmark,
  llm: Cpu,
  generic: KeyRound,
};
