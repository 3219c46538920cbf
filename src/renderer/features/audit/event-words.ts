import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** What an event of docs/logging.md is called; the order is the one of the filter. */
export const EVENT_WORDS = {
  'vault.unlock': 'audit.event.vault.unlock',
  'vault.lock': 'audit.event.vault.lock',
  'vault.setup': 'audit.event.vault.setup',
  'vault.passwd': 'audit.event.vault.passwd',
  'vault.rewrap': 'audit.event.vault.rewrap',
  'vault.compact': 'audit.event.vault.compact',
  'vault.migrate': 'audit.event.vault.migrate',
  'vault.tampered': 'audit.event.vault.tampered',
  'vault.verifier_tampered': 'audit.event.vault.verifier_tampered',
  'vault.audit_gap': 'audit.event.vault.audit_gap',
  'tamper.accepted': 'audit.event.tamper.accepted',
  'secret.set': 'audit.event.secret.set',
  'secret.update': 'audit.event.secret.update',
  'secret.rename': 'audit.event.secret.rename',
  'secret.restore': 'audit.event.secret.restore',
  'secret.remove': 'audit.event.secret.remove',
  'secret.import': 'audit.event.secret.import',
  'secret.list': 'audit.event.secret.list',
  'secret.describe': 'audit.event.secret.describe',
  'secret.history': 'audit.event.secret.history',
  'secret.compare': 'audit.event.secret.compare',
  'secret.read': 'audit.event.secret.read',
  'secret.reveal': 'audit.event.secret.reveal',
  'secret.copy': 'audit.event.secret.copy',
  'secret.test': 'audit.event.secret.test',
  'secret.inject': 'audit.event.secret.inject',
  'secret.sign': 'audit.event.secret.sign',
  'secret.export': 'audit.event.secret.export',
  'secret.totp': 'audit.event.secret.totp',
  'client.add': 'audit.event.client.add',
  'client.update': 'audit.event.client.update',
  'client.suspend': 'audit.event.client.suspend',
  'client.resume': 'audit.event.client.resume',
  'client.remove': 'audit.event.client.remove',
  'client.purge': 'audit.event.client.purge',
  'client.list': 'audit.event.client.list',
  'client.get': 'audit.event.client.get',
  'key.create': 'audit.event.key.create',
  'key.rotate': 'audit.event.key.rotate',
  'key.revoke': 'audit.event.key.revoke',
  'key.list': 'audit.event.key.list',
  'key.get': 'audit.event.key.get',
  'key.use': 'audit.event.key.use',
  'grant.add': 'audit.event.grant.add',
  'grant.remove': 'audit.event.grant.remove',
  'grant.list': 'audit.event.grant.list',
  'access.pause': 'audit.event.access.pause',
  'access.unpause': 'audit.event.access.unpause',
  'settings.read': 'audit.event.settings.read',
  'settings.change': 'audit.event.settings.change',
  'ipc.refused': 'audit.event.ipc.refused',
  'page.gone': 'audit.event.page.gone',
  'page.unresponsive': 'audit.event.page.unresponsive',
  'audit.verify': 'audit.event.audit.verify',
  'audit.gap_seen': 'audit.event.audit.gap_seen',
  'audit.restarted': 'audit.event.audit.restarted',
  'audit.checkpoint': 'audit.event.audit.checkpoint',
} as const satisfies Readonly<Record<string, MessageKey>>;

/** An event that has words. */
export type KnownEvent = keyof typeof EVENT_WORDS;

export const KNOWN_EVENTS = Object.keys(EVENT_WORDS) as readonly KnownEvent[];

/** Null for an event of a newer version: its name stands for itself. */
export function eventWords(event: string): MessageKey | null {
  return Object.hasOwn(EVENT_WORDS, event) ? EVENT_WORDS[event as KnownEvent] : null;
}
