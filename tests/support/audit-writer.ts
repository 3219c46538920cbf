import { writeSync } from 'node:fs';
import { AuditLog } from '../../src/core/audit/audit-log.ts';
import { AuditFile } from '../../src/runtime/audit-file.ts';
import { systemClock } from '../../src/runtime/clock.ts';

// A process to be killed: writes lines for ever and says each number once its line is durable.
const [folder = '', segmentBytes = '4000'] = process.argv.slice(2);
const storage = new AuditFile(folder);
storage.prepare();
const limits = { segmentBytes: Number(segmentBytes), segmentsKept: 1000 };
const log = AuditLog.start(storage, systemClock, limits);
const context = { correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', actor: 'cli' } as const;
for (let i = 0; ; i += 1) {
  if (i % 7 === 3) {
    log.beginAttempt(context);
    log.endAttempt({ outcome: 'denied', reason: 'bad_password', countsAsFailure: true }, context);
  } else {
    log.write({ event: 'secret.read', outcome: 'ok', n: { i } }, context);
  }
  writeSync(1, `${log.head().nextSeq - 1}\n`);
}
