import type { AccessApi } from '../../core/access-api.ts';
import type { AuditApi, MigrationsApi, VaultApi } from '../../core/api.ts';
import type { CallContext } from '../../core/call.ts';
import type { PausesApi } from '../../core/client-api.ts';
import type { ConversationsApi, Party, SearchApi } from '../../core/conversation-api.ts';
import type { OWNER } from '../../shared/conversation.ts';

/** A verb that answers at once or by a promise: the vault of this process, or that of another one behind the socket. */
type Eventual<Verb> = Verb extends (...args: infer Args) => infer Result
  ? Result extends Promise<unknown>
    ? Verb
    : (...args: Args) => Result | Promise<Result>
  : never;

type EventualVerbs<Group> = { readonly [Name in keyof Group]: Eventual<Group[Name]> };

/** The verbs of a group with the owner as the one who asks: nobody else can be named. */
type AsOwner<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends (...args: infer Args) => infer Result
    ? Args extends [Party, ...infer Rest]
      ? (party: typeof OWNER, ...rest: Rest) => Result
      : Group[Name]
    : never;
};

/**
 * What a command of the owner may ask of a vault, wherever it is. A `VaultApi` is one as it is. Left out are what only
 * the process of the vault itself does: setting it up, unlocking and locking (the owner's doors have routes for them),
 * its notes, and what clients ask for.
 */
export interface OwnerVault
  extends
    Pick<
      VaultApi,
      | 'changePassword'
      | 'previewRepair'
      | 'repair'
      | 'secrets'
      | 'clients'
      | 'keys'
      | 'grants'
      | 'plans'
      | 'settings'
    >,
    EventualVerbs<Pick<VaultApi, 'status'>> {
  readonly pauses: EventualVerbs<PausesApi>;
  readonly access: EventualVerbs<Pick<AccessApi, 'usageOf' | 'state' | 'setServiceToken'>>;
  /** Writing what waits, and ending what has expired, is done by the process of the vault. */
  readonly conversations: AsOwner<Omit<ConversationsApi, 'flush' | 'expire'>>;
  readonly memory: AsOwner<VaultApi['memory']>;
  readonly profiles: AsOwner<VaultApi['profiles']>;
  readonly search: AsOwner<Omit<SearchApi, 'state'>> & EventualVerbs<Pick<SearchApi, 'state'>>;
  readonly audit: EventualVerbs<Omit<AuditApi, 'note'>>;
  readonly migrations: EventualVerbs<MigrationsApi>;
}

type Verb = (...args: never[]) => unknown;
type VerbNames<Group> = {
  [Name in keyof Group]: Group[Name] extends Verb ? Name : never;
}[keyof Group] &
  string;
type Groups = { [Name in keyof OwnerVault as OwnerVault[Name] extends Verb ? never : Name]: 0 };

/** Verbs by the name under which they are called; those of the vault itself are in the group `vault`. */
type VerbsByName = {
  [Name in VerbNames<OwnerVault> as `vault.${Name}`]: OwnerVault[Name];
} & {
  [
    Name in {
      [G in keyof Groups]: `${G}.${VerbNames<OwnerVault[G]>}`;
    }[keyof Groups]
  ]: Name extends `${infer G extends keyof Groups}.${infer V}`
    ? V extends keyof OwnerVault[G]
      ? OwnerVault[G][V]
      : never
    : never;
};

/** How a verb takes what it is given. */
type Takes<V> = V extends (...args: infer Args) => unknown
  ? Args extends []
    ? 'nothing'
    : Args extends [CallContext]
      ? 'context'
      : Args extends [unknown, CallContext]
        ? 'input and context'
        : Args extends [unknown]
          ? 'input'
          : Args extends [typeof OWNER, unknown, CallContext]
            ? 'owner, input and context'
            : 'a secret opened'
  : never;

/** Every verb that can be called over the owner's socket: `<group>.<verb>`, and what it takes. */
export const OWNER_CALLS = {
  'vault.status': 'nothing',
  'vault.changePassword': 'input and context',
  'vault.previewRepair': 'context',
  'vault.repair': 'input and context',
  'secrets.set': 'input and context',
  'secrets.list': 'context',
  'secrets.describe': 'input and context',
  'secrets.withSecret': 'a secret opened',
  'secrets.edit': 'input and context',
  'secrets.update': 'input and context',
  'secrets.rename': 'input and context',
  'secrets.remove': 'input and context',
  'secrets.history': 'input and context',
  'secrets.compare': 'input and context',
  'secrets.restore': 'input and context',
  'secrets.totp': 'input and context',
  'secrets.importAll': 'input and context',
  'clients.add': 'input and context',
  'clients.list': 'input and context',
  'clients.get': 'input and context',
  'clients.update': 'input and context',
  'clients.suspend': 'input and context',
  'clients.resume': 'input and context',
  'clients.remove': 'input and context',
  'clients.purge': 'input and context',
  'clients.importAll': 'input and context',
  'keys.create': 'input and context',
  'keys.list': 'input and context',
  'keys.findByHash': 'input and context',
  'keys.rotate': 'input and context',
  'keys.revoke': 'input and context',
  'grants.add': 'input and context',
  'grants.list': 'input and context',
  'grants.remove': 'input and context',
  'grants.check': 'input and context',
  'pauses.list': 'nothing',
  'pauses.pause': 'input and context',
  'pauses.unpause': 'input and context',
  'plans.list': 'context',
  'plans.set': 'input and context',
  'plans.remove': 'input and context',
  'settings.list': 'context',
  'settings.get': 'input and context',
  'settings.set': 'input and context',
  'settings.reset': 'input and context',
  'access.usageOf': 'input and context',
  'access.state': 'nothing',
  'access.setServiceToken': 'input and context',
  'conversations.create': 'owner, input and context',
  'conversations.list': 'owner, input and context',
  'conversations.get': 'owner, input and context',
  'conversations.rename': 'owner, input and context',
  'conversations.reset': 'owner, input and context',
  'conversations.remove': 'owner, input and context',
  'conversations.assign': 'owner, input and context',
  'conversations.append': 'owner, input and context',
  'conversations.turns': 'owner, input and context',
  'conversations.turnsOfSession': 'owner, input and context',
  'conversations.turnsOfClient': 'owner, input and context',
  'conversations.export': 'owner, input and context',
  'conversations.import': 'owner, input and context',
  'conversations.importAll': 'input and context',
  'conversations.retention': 'input and context',
  'conversations.setRetention': 'input and context',
  'memory.clear': 'owner, input and context',
  'profiles.get': 'owner, input and context',
  'profiles.update': 'owner, input and context',
  'profiles.history': 'owner, input and context',
  'profiles.export': 'owner, input and context',
  'profiles.allow': 'input and context',
  'search.search': 'owner, input and context',
  'search.state': 'nothing',
  'search.ready': 'nothing',
  'audit.query': 'input',
  'audit.summary': 'nothing',
  'audit.verify': 'context',
  'audit.acknowledgeGap': 'context',
  'migrations.status': 'nothing',
  'migrations.down': 'input and context',
} as const satisfies { [Name in keyof VerbsByName]: Takes<VerbsByName[Name]> };

/** A name of the table. */
export type OwnerCall = keyof typeof OWNER_CALLS;

/** The one verb whose result is handed to a function; over the socket it is a call that answers the fields. */
export const OPEN_CALL = 'secrets.open';

/** The path of a call. */
export function callPath(name: OwnerCall | typeof OPEN_CALL): string {
  return `/v1/owner/call/${name === 'secrets.withSecret' ? OPEN_CALL : name}`;
}
