import type { AuditQuery } from '../core/call.ts';
import { queryLines } from '../core/audit/query.ts';
import type { AuditEntry } from '../shared/model.ts';
import { AuditFile } from './audit-file.ts';
import { vaultPaths } from './paths.ts';

/** The log of a vault that another process owns, read beside it as `AuditApi.query` reads it. Writes nothing. */
export function peekAudit(home: string, query: AuditQuery): readonly AuditEntry[] {
  return queryLines(new AuditFile(vaultPaths(home).audit), query);
}
