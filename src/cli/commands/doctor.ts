import type { Command } from 'commander';
import type { RepairReport } from '../../core/api.ts';
import type { Act } from '../act.ts';
import { looseModes } from '../check-modes.ts';
import type { Deps } from '../deps.ts';
import { readPassword } from '../read-password.ts';
import { withVault, type Unlocked } from '../with-vault.ts';
import { toLines as auditLines, verifyLog } from './audit-verify.ts';

/** One thing that was looked at; `found` says in a line each what is wrong. */
interface Check {
  readonly check: 'folder' | 'vault' | 'records' | 'audit';
  readonly ok: boolean;
  readonly found: readonly string[];
}

export function configure(command: Command, act: Act): void {
  command
    .option(
      '--repair',
      'take a vault that was changed from outside as it is; asks for the password again',
    )
    .option('--keep-keys', 'with --repair: do not revoke the API keys of all clients')
    .action(({ repair, keepKeys }: { repair?: true; keepKeys?: true }) =>
      act(command, (deps) => run({ repair: repair ?? false, keepKeys: keepKeys ?? false }, deps)),
    );
}

/** Exit 1 if anything is wrong and was not repaired. Damage that keeps the vault shut ends with its own code. */
export async function run(
  { repair, keepKeys }: { readonly repair: boolean; readonly keepKeys: boolean },
  deps: Deps,
): Promise<number | undefined> {
  // Opening the vault mends the modes of its own files, so they are looked at before and after.
  const { home } = deps.doors.config;
  const before = looseModes(home);
  const { checks, repaired } = await withVault(
    deps,
    async (unlocked) => {
      const tampered = unlocked.report.state === 'tampered';
      const report = repair && tampered ? await repairWith(unlocked, keepKeys, deps) : null;
      const folder = folderCheck(before, looseModes(home));
      return { checks: [folder, ...(await look(unlocked, tampered, report))], repaired: report };
    },
    { keepPassword: repair },
  );
  const ok = checks.every((check) => check.ok);
  await deps.output.result({ ok, checks, repair: repaired }, toLines(checks, repaired));
  if (repair && repaired === null) {
    deps.output.notice({ code: 'nothing_to_repair', text: 'There is nothing to repair.' });
  }
  return ok ? undefined : 1;
}

/** The structure of the file was checked by the unlock, which refuses a damaged one. */
async function look(
  unlocked: Unlocked,
  tampered: boolean,
  repaired: RepairReport | null,
): Promise<readonly Check[]> {
  const { report } = unlocked;
  const stillTampered = tampered && repaired === null;
  const vaultFindings = report.notices.filter(
    (notice) => notice !== 'audit_gap' && (notice !== 'tampered' || stillTampered),
  );
  const verification = await verifyLog(unlocked);
  const auditFaults = verification.ok ? [] : auditLines(verification).slice(1);
  return [
    finding('vault', vaultFindings),
    finding('records', await damagedRecords(unlocked, stillTampered)),
    finding('audit', auditFaults),
  ];
}

/** While the vault's digest holds it vouches for every record; in a tampered one a repair says what it would drop. */
async function damagedRecords(
  { vault, context }: Unlocked,
  tampered: boolean,
): Promise<readonly string[]> {
  if (tampered) return (await vault.previewRepair(context)).dropped.map(nameRow);
  return (await vault.secrets.list(context)).damaged.map(({ id }) => id);
}

function nameRow({ table, id }: RepairReport['dropped'][number]): string {
  return `${table} ${id}`;
}

async function repairWith(
  { vault, context, password }: Unlocked,
  keepKeys: boolean,
  deps: Deps,
): Promise<RepairReport> {
  if (deps.passwordFile !== null) return vault.repair({ password, keepKeys }, context);
  const { dropped, kept } = await vault.previewRepair(context);
  for (const row of dropped) {
    deps.output.notice({ code: 'repair_drops', text: `Does not verify, goes: ${nameRow(row)}` });
  }
  for (const row of kept) {
    deps.output.notice({ code: 'repair_keeps', text: `Stays, look it through: ${nameRow(row)}` });
  }
  if (!keepKeys && kept.some(({ table }) => table === 'api_keys')) deps.output.notice(KEYS_END);
  const again = await readPassword(
    {
      file: null,
      option: '--password-file',
      prompt: 'The vault was changed from outside. Password again, to take it as it is: ',
    },
    deps,
  );
  try {
    return await vault.repair({ password: again, keepKeys }, context);
  } finally {
    again.fill(0);
  }
}

const KEYS_END = {
  code: 'repair_revokes',
  text: 'All API keys are revoked with it; --keep-keys would leave them in force.',
};

function folderCheck(before: readonly string[], after: readonly string[]): Check {
  const found = before.map((text) => (after.includes(text) ? text : `${text}; mended`));
  return { check: 'folder', ok: after.length === 0, found };
}

function finding(check: Check['check'], found: readonly string[]): Check {
  return { check, ok: found.length === 0, found };
}

const TITLES: Readonly<Record<Check['check'], string>> = {
  folder: 'modes of the folder',
  vault: 'vault and header',
  records: 'records',
  audit: 'audit log',
};

function toLines(checks: readonly Check[], repaired: RepairReport | null): readonly string[] {
  const lines = checks.flatMap(({ check, ok, found }) => [
    `${ok ? 'ok     ' : 'wrong  '}${TITLES[check]}`,
    ...found.map((text) => `       ${text}`),
  ]);
  if (repaired === null) return lines;
  return [
    ...lines,
    `repaired; the vault as it was lies in ${repaired.copy}`,
    ...repaired.dropped.map((row) => `dropped ${nameRow(row)} (still in that copy)`),
    ...repaired.kept.map((row) => `kept ${nameRow(row)}: look it through`),
  ];
}
