import type { SecretsApi } from '../core/api.ts';
import type { CallContext } from '../core/call.ts';
import { formatReference } from '../shared/reference.ts';
import { chooseField } from './choose-field.ts';
import { askGateway, refusalOf, type GatewayAddress } from './gateway-client.ts';
import type { WantedField } from './run-variables.ts';

/**
 * A field's value through the gateway, or what it says of it in JSON, in memory that the caller wipes. Null shows no
 * key.
 * @throws VaultError as the gateway refused, `vault_unreachable` without one.
 */
export async function readThroughGateway(
  address: GatewayAddress,
  { name, field }: WantedField,
  credential: Uint8Array | null,
  accept: 'text/plain' | 'application/json' = 'text/plain',
): Promise<Uint8Array> {
  const reference = formatReference(name, field ?? undefined);
  const answer = await askGateway(address, {
    method: 'GET',
    target: `/v1/secrets/by-ref?ref=${encodeURIComponent(reference)}`,
    credential,
    accept,
  });
  if (answer.status === 200) return answer.body;
  throw refusalOf(answer);
}

/** A field's value as the owner of the vault reads it, in memory that the caller wipes. */
export async function readAsOwner(
  secrets: Pick<SecretsApi, 'withSecret'>,
  { name, field }: WantedField,
  context: CallContext,
): Promise<Uint8Array> {
  return secrets.withSecret(
    { name },
    'read',
    (secret) => {
      const { value } = chooseField(secret, field);
      const copy = Buffer.from(new ArrayBuffer(value.length));
      copy.set(value);
      return copy;
    },
    context,
  );
}
