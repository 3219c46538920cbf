// Reads the JSON reports of Vitest and Playwright, names what failed or was skipped, and ends with
// `N passed, N failed, N skipped`. A skipped test is an error unless its title says that it is one of the long ones,
// `(slow)`; so is a report that is missing or holds no test.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [folder = ''] = process.argv.slice(2);

/** One `{ status, title }` a test; status is passed, failed or skipped. */
function* ofVitest(report) {
  for (const suite of report.testResults) {
    // A file that could not be loaded has failed without a test.
    if (suite.status === 'failed' && suite.assertionResults.length === 0) {
      yield { status: 'failed', title: suite.name };
    }
    for (const { status, fullName } of suite.assertionResults) {
      const known = status === 'passed' || status === 'failed';
      yield { status: known ? status : 'skipped', title: fullName };
    }
  }
}

function* ofPlaywright(report) {
  for (const { message } of report.errors) yield { status: 'failed', title: message };
  const suites = [...report.suites];
  for (let suite = suites.pop(); suite !== undefined; suite = suites.pop()) {
    suites.push(...(suite.suites ?? []));
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        // `flaky` passed only when tried again: that is a failure here.
        const status = { expected: 'passed', skipped: 'skipped' }[test.status] ?? 'failed';
        yield { status, title: `${spec.file} ${spec.title}` };
      }
    }
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 };
let wrong = 0;
for (const [name, read] of [
  ['vitest.json', ofVitest],
  ['playwright.json', ofPlaywright],
]) {
  const file = path.join(folder, name);
  const tests = existsSync(file) ? [...read(JSON.parse(readFileSync(file, 'utf8')))] : [];
  if (tests.length === 0) {
    wrong += 1;
    console.error(`${name}: no tests`);
  }
  for (const { status, title } of tests) {
    counts[status] += 1;
    if (status === 'passed' || (status === 'skipped' && title.includes('(slow)'))) continue;
    wrong += 1;
    console.error(`${status}: ${title}`);
  }
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
if (wrong > 0) process.exitCode = 1;
