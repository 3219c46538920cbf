import type { DataSource } from 'typeorm';
import type { SecretListRow, SecretPage } from '../core/rows.ts';
import { mapDriverError } from './driver-error.ts';
import { ENTITIES } from './entities.ts';
import { LAYOUTS, rowFromTypeorm } from './row-mapping.ts';

const TABLE = 'secrets_metadata';

/**
 * Secrets without their values, in ascending order of id. Raw rows: hydrating 10 000 entities takes several times as
 * long.
 */
export async function listSecrets(
  dataSource: DataSource,
  page?: SecretPage,
): Promise<readonly SecretListRow[]> {
  const columns = LAYOUTS[TABLE].columns.filter(({ name }) => name !== 'encrypted_value');
  try {
    const query = dataSource.getRepository(ENTITIES[TABLE].name).createQueryBuilder('s').select([]);
    for (const { name } of columns) query.addSelect(`s.${name}`, name);
    if (page !== undefined) {
      if (page.after !== null) query.where('s.id > :after', { after: page.after });
      query.limit(page.limit);
    }
    const rows = await query.orderBy('s.id', 'ASC').getRawMany<Record<string, unknown>>();
    return rows.map((raw) => rowFromTypeorm(columns, raw)) as unknown as SecretListRow[];
  } catch (thrown) {
    throw mapDriverError(thrown, 'reading');
  }
}
