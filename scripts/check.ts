/**
 * Runs the checks that are not tests: `node scripts/check.ts [name…]`, all of them or the named ones. Prints the output of each
 * failed check, and exits with 1 if any failed.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

interface Check {
  readonly name: string;
  readonly command: string;
}

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: string;
  readonly output: string;
}

const ROOT = resolve(import.meta.dirname, '..');

/** The longest check first, so that it does not run alone at the end. */
const CHECKS: readonly Check[] = [
  // Types are checked too: the linter has them already.
  { name: 'lint', command: 'oxlint --format=stylish --max-warnings 0' },
  { name: 'format', command: 'oxfmt --check .' },
  { name: 'dead-code', command: 'knip --no-progress' },
  { name: 'generated', command: 'node scripts/generate.ts --check' },
  // The formatter of the rest does not read Solidity.
  { name: 'format-solidity', command: 'prettier --check --log-level warn contracts/**/*.sol' },
  { name: 'solidity', command: 'solhint --max-warnings 0 --disc --noPoster contracts/**/*.sol' },
  // Types are not checked again: the check `lint` does it.
  { name: 'typedoc', command: 'typedoc --emit none --skipErrorChecking' },
  { name: 'redocly', command: 'redocly lint docs/openapi.json' },
  { name: 'borders', command: 'node scripts/check-borders.ts' },
  { name: 'words', command: 'node scripts/check-words.ts' },
  { name: 'row-types', command: 'node scripts/check-row-types.ts' },
];

/** Checks must not use the network: Redocly would send telemetry and look for a newer version of itself. */
const OFFLINE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

async function runCheck({ name, command }: Check): Promise<Outcome> {
  const begin = performance.now();
  const env = {
    ...process.env,
    ...OFFLINE,
    NO_COLOR: '1',
    PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
  };
  const [file = '', ...args] = command.split(' ');
  const child = spawn(file, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const passed = await new Promise<boolean>((done) => {
    child.once('error', (error) => {
      output += error.message;
      done(false);
    });
    child.once('close', (code) => done(code === 0));
  });
  return { name, passed, seconds: ((performance.now() - begin) / 1000).toFixed(1), output };
}

function report({ name, passed, seconds, output }: Outcome): void {
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(15)} ${seconds.padStart(5)} s`);
  if (!passed) console.log(output.trim());
}

/** Runs the checks, as many at the same time as there are processors. */
async function runChecks(checks: readonly Check[]): Promise<Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const outcome = await runCheck(check);
      report(outcome);
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return outcomes;
}

function chooseChecks(names: readonly string[]): readonly Check[] {
  const unknown = names.filter((name) => CHECKS.every((check) => check.name !== name));
  if (unknown.length > 0) {
    throw new Error(
      `Unknown check: ${unknown.join(', ')}. Expected one of ${CHECKS.map(({ name }) => name).join(', ')}.`,
    );
  }
  return names.length === 0 ? CHECKS : CHECKS.filter(({ name }) => names.includes(name));
}

const outcomes = await runChecks(chooseChecks(process.argv.slice(2)));
const failed = outcomes.filter(({ passed }) => !passed).map(({ name }) => name);
console.log(failed.length === 0 ? `${outcomes.length} checks passed` : `Failed: ${failed.join(', ')}`);
if (failed.length > 0) process.exitCode = 1;
