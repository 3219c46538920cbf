import type { SecretsApi } from '../../../core/api.ts';
import type { CallContext, OpenSecret } from '../../../core/call.ts';
import { formatReference } from '../../../shared/reference.ts';
import { VaultError } from '../../../shared/vault-error.ts';
import type { CopyReply, RevealReply } from '../../../shared/ipc/replies.ts';
import type { Contract, RequestOf } from '../../../shared/ipc/types.ts';
import { ownCopy } from '../../own-copy.ts';
import type { Removal } from '../../pending-removals.ts';
import type { VaultHost } from '../../vault-host.ts';
import type { GroupHandlers } from './handlers.ts';
import type { HandlerPorts } from './ports.ts';

export function secretsHandlers(ports: HandlerPorts): GroupHandlers<'secrets'> {
  return { ...readingHandlers(ports), ...plaintextHandlers(ports), ...changingHandlers(ports) };
}

type Reading = 'list' | 'describe' | 'totp' | 'history' | 'compare';
type Plaintext = 'reveal' | 'revealPlain' | 'copy';

function readingHandlers({ host }: HandlerPorts): Pick<GroupHandlers<'secrets'>, Reading> {
  return {
    list: async (_nothing, context) => {
      const { secrets, damaged } = await host.vault.secrets.list(context);
      const isThere = ({ id }: { readonly id: string }) => !host.removals.has(id);
      return { secrets: secrets.filter(isThere), damaged: damaged.filter(isThere) };
    },
    describe: (request, context) => present(host, request).describe(request, context),
    totp: (request, context) => present(host, request).totp(request, context),
    history: (request, context) => present(host, request).history(request, context),
    compare: (request, context) => present(host, request).compare(request, context),
  };
}

function plaintextHandlers({
  host,
  clipboard,
}: HandlerPorts): Pick<GroupHandlers<'secrets'>, Plaintext> {
  const reveal = async (
    selector: { readonly id: string; readonly version?: number },
    choose: (secret: OpenSecret) => OpenSecret['fields'],
    context: CallContext,
  ): Promise<RevealReply> => {
    const secrets = present(host, selector);
    const seconds = await host.setting('reveal.hide_seconds', context);
    const take = (secret: OpenSecret): RevealReply => ({
      // The vault zeroes its own.
      fields: choose(secret).map(({ name, value }) => ({ name, value: ownCopy(value) })),
      version: secret.version,
      hidesAfterMs: 1000 * seconds,
    });
    return secrets.withSecret(selector, 'reveal', take, context);
  };
  return {
    reveal: ({ field, ...selector }, context) =>
      reveal(selector, (secret) => [fieldOf(secret, field)], context),
    revealPlain: (selector, context) =>
      reveal(selector, ({ fields }) => fields.filter(({ concealed }) => !concealed), context),
    copy: ({ id, what }, context) => copy({ host, clipboard }, id, what, context),
  };
}

type CopyWhat = RequestOf<Contract['secrets']['copy']>['what'];

/** Never through the page: what is secret goes from the vault to the clipboard, and is cleared there. */
async function copy(
  { host, clipboard }: Pick<HandlerPorts, 'host' | 'clipboard'>,
  id: string,
  what: CopyWhat,
  context: CallContext,
): Promise<CopyReply> {
  const secrets = present(host, { id });
  const clearsInMs = 1000 * (await host.setting('clipboard.clear_seconds', context));
  switch (what.kind) {
    case 'field':
      await secrets.withSecret(
        { id },
        'copy',
        (secret) => clipboard.copySecret(fieldOf(secret, what.field).value, clearsInMs),
        context,
      );
      return { clearsInMs };
    case 'totp': {
      const { code } = await secrets.totp({ id }, context);
      await clipboard.copySecret(new TextEncoder().encode(code), clearsInMs);
      return { clearsInMs };
    }
    case 'reference':
    case 'name':
    case 'account':
    case 'url':
      await clipboard.copyText(await plainText(secrets, id, what, context));
      return { clearsInMs: null };
  }
}

async function plainText(
  secrets: SecretsApi,
  id: string,
  what: Exclude<CopyWhat, { readonly kind: 'field' | 'totp' }>,
  context: CallContext,
): Promise<string> {
  const { name, metadata } = await secrets.describe({ id }, context);
  switch (what.kind) {
    case 'reference':
      return formatReference(name, what.field ?? undefined);
    case 'name':
      return name;
    case 'account':
    case 'url': {
      const text = metadata[what.kind];
      if (text === undefined) throw new VaultError('not_found');
      return text;
    }
  }
}

function changingHandlers({
  host,
}: HandlerPorts): Omit<GroupHandlers<'secrets'>, Reading | Plaintext> {
  return {
    create: async (input, context) => {
      const secrets = host.vault.secrets;
      const create = () => secrets.set({ ...input, expectedVersion: 0 }, context);
      const { id, version } = await orWithTheName(host, input.name, create, context);
      return { id, version };
    },
    update: (input, context) => {
      const edit = () => present(host, input).edit(input, context);
      return orWithTheName(host, input.newName, edit, context);
    },
    rename: async (input, context) => {
      const rename = () => present(host, input).rename(input, context);
      await orWithTheName(host, input.newName, rename, context);
      return null;
    },
    remove: async (removal, context) => {
      // Else it would seem to be gone until its time was over.
      if (host.status().state === 'tampered') throw new VaultError('tampered');
      await checkRemoval(present(host, removal), removal, context);
      return { undoMs: host.removals.add(removal, context) };
    },
    undoRemove: ({ id }) => {
      if (!host.removals.undo(id)) throw new VaultError('not_found');
      return null;
    },
    restore: (input, context) => present(host, input).restore(input, context),
  };
}

/** Now, not in ten seconds: whether it is there, and unchanged since the owner looked. A damaged record has no version. */
async function checkRemoval(
  secrets: SecretsApi,
  { id, expectedVersion }: Removal,
  context: CallContext,
): Promise<void> {
  if (expectedVersion === undefined) {
    const { damaged } = await secrets.list(context);
    if (!damaged.some((record) => record.id === id)) throw new VaultError('not_found');
    return;
  }
  const [newest] = await secrets.history({ id }, context);
  if (newest?.version !== expectedVersion) throw new VaultError('version_conflict');
}

/** The verbs over a secret that the owner has not just removed. @throws VaultError `not_found`. */
function present(host: VaultHost, { id }: { readonly id: string }): SecretsApi {
  if (host.removals.has(id)) throw new VaultError('not_found');
  return host.vault.secrets;
}

function fieldOf({ fields }: OpenSecret, name: string): OpenSecret['fields'][number] {
  const found = fields.find((field) => field.name === name);
  if (found === undefined) throw new VaultError('not_found');
  return found;
}

/** The owner does not see what he has just removed: it may not keep its name from what he makes now. */
async function orWithTheName<R>(
  host: VaultHost,
  name: string | undefined,
  change: () => Promise<R>,
  context: CallContext,
): Promise<R> {
  try {
    return await change();
  } catch (thrown) {
    const isTaken = thrown instanceof VaultError && thrown.code === 'name_taken';
    if (!isTaken || name === undefined || host.removals.size === 0) throw thrown;
    const { id } = await host.vault.secrets.describe({ name }, context);
    if (!host.removals.has(id)) throw thrown;
    await host.removals.finish(id);
    return change();
  }
}
