import type { AuditFault, AuditVerification } from '../../shared/model.ts';
import type { Deps } from '../deps.ts';
import { withVault, type Unlocked } from '../with-vault.ts';

/** Exit 1 if any chain is wrong; the first wrong line of each is named. */
export async function run(deps: Deps): Promise<number | undefined> {
  const verification = await withVault(deps, verifyLog);
  await deps.output.result(toJson(verification), toLines(verification));
  return verification.ok ? undefined : 1;
}

/** Walks the log. Who is shown this has seen a gap, so later unlocks do not speak of it. */
export async function verifyLog({ vault, context, report }: Unlocked): Promise<AuditVerification> {
  const verification = await vault.audit.verify(context);
  if (report.state === 'unlocked' && report.notices.includes('audit_gap')) {
    await vault.audit.acknowledgeGap(context);
  }
  return verification;
}

export function toJson({ ok, linesVerified, chains, faults }: AuditVerification): unknown {
  return { ok, lines_verified: linesVerified, chains, faults };
}

export function toLines({
  ok,
  linesVerified,
  chains,
  faults,
}: AuditVerification): readonly string[] {
  const verified = `${linesVerified} ${linesVerified === 1 ? 'line' : 'lines'} in ${chains} ${chains === 1 ? 'chain' : 'chains'} verified`;
  return [ok ? `${verified}, nothing wrong` : verified, ...faults.map(faultLine)];
}

const PROBLEMS: Readonly<Record<AuditFault['problem'], string>> = {
  altered: 'was altered',
  missing: 'is missing',
  added: 'was added',
  unreadable: 'cannot be read',
  no_seed: 'cannot be verified: its chain has no first key in the vault',
};

function faultLine({ file, line, seq, problem }: AuditFault): string {
  return `${file}, line ${line} (seq ${seq}): ${PROBLEMS[problem]}`;
}
