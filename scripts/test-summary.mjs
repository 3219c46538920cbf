// Reads Vitest's JSON report, names what failed or was skipped, and ends with `N passed, N failed, N skipped`.
// A skipped test is an error unless its title says that it is one of the long ones, `(slow)`.
import { readFileSync } from 'node:fs';

const [file = ''] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8'));

const counts = { passed: 0, failed: 0, skipped: 0 };
let wronglySkipped = 0;
for (const suite of report.testResults) {
  // A file that could not be loaded has failed without a test.
  if (suite.status === 'failed' && suite.assertionResults.length === 0) {
    counts.failed += 1;
    console.error(`failed: ${suite.name}`);
  }
  for (const { status, fullName } of suite.assertionResults) {
    if (status === 'passed' || status === 'failed') counts[status] += 1;
    else counts.skipped += 1;
    if (status === 'failed') console.error(`failed: ${fullName}`);
    if (status !== 'passed' && status !== 'failed' && !fullName.includes('(slow)')) {
      wronglySkipped += 1;
      console.error(`skipped: ${fullName}`);
    }
  }
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
if (counts.passed === 0 || counts.failed > 0 || wronglySkipped > 0) process.exitCode = 1;
