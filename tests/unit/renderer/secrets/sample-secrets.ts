import type { SecretDetail, SecretMetadata, SecretSummary } from '../../../../src/shared/secret.ts';

export function summary(
  name: string,
  metadata: SecretMetadata = {},
  rest: Partial<SecretSummary> = {},
): SecretSummary {
  return {
    id: `id of ${name}`,
    name,
    kind: 'generic',
    version: 1,
    metadata,
    expiry: 'none',
    createdAt: '2026-07-05T09:00:00.000Z',
    updatedAt: '2026-07-05T09:00:00.000Z',
    ...rest,
  };
}

export const IG: SecretDetail = {
  ...summary(
    'ig-live',
    {
      provider: 'ig',
      environment: 'live',
      account: 'Z4QK8',
      url: 'https://api.ig.com/gateway/deal',
      tags: ['eu-equities', 'desk'],
      description: 'Second factor lives on the desk phone.',
      expires_at: '2027-01-01T00:00:00.000Z',
    },
    { kind: 'broker', version: 4 },
  ),
  fields: [
    { name: 'api-key', concealed: true },
    { name: 'username', concealed: false },
    { name: 'password', concealed: true },
  ],
  hasTotp: true,
};
