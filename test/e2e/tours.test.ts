import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameProof, readProofId } from '../../devnet/example/proofs.ts';
import { listExamples, openWholeProgram } from '../helpers/command-lines.ts';
import { recordRun } from '../helpers/recorded-behaviour.ts';
import { type Desk, openDesk } from './example-desk.ts';
import { writeExampleFiles } from './example-files.ts';
import { copyPlayedHome } from './played-home.ts';
import { STEPS } from './help-examples.ts';
import { type LedgerRun, openTurns } from './ledger-turns.ts';
import {
  cutComment,
  normalise,
  openTourReader,
  readBlocks,
  splitShown,
  type TourReader,
} from './readme-tours.ts';
import { OPERATIONS, openRouteAnswers, type RouteAnswers } from './route-answers.ts';
import { endLedgerIn, locate, playExampleIn, type Watched } from './started-ledger.ts';

const ROOT = new URL('../../', import.meta.url);
const MINUTES = 60_000;
const PASSWORD = 'password of the tours';
/** The two parts run at the same time, because both mostly wait for the chain. The tests of each part run in order. */
const PART = { concurrent: true, timeout: 5 * MINUTES };
const IN_ORDER = { concurrent: false };

const README = await readFile(new URL('README.md', ROOT), 'utf8');
const BLOCKS = readBlocks(README);
const isCall = (line: string): boolean => line.startsWith('ledger ');
const isDefinition = (line: string): boolean => /^(?:ledger\(\)|E=)/.test(line);
const OTHER_LINES = BLOCKS.flatMap(({ lines }) => lines).filter((line) => !isCall(line));

let folder = '';
let ledger: Watched;
let reader: TourReader;
let desk: Desk;
let routes: RouteAnswers;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-tours-'));
  const home = join(folder, '.carbon-ledger');
  await mkdir(home);
  await copyPlayedHome(home);
  ledger = await playExampleIn(home);
  await symlink(fileURLToPath(new URL('data', ROOT)), join(folder, 'data'));
  const examples = join(folder, 'examples');
  await mkdir(examples);
  await writeExampleFiles(examples, home, PASSWORD);
  const setting = { password: PASSWORD, takeTurn: openTurns() };
  reader = openTourReader(folder, { ...setting, definitions: OTHER_LINES.filter(isDefinition) });
  routes = await openRouteAnswers(home);
  desk = openDesk(examples, await locate(home), setting);
}, 5 * MINUTES);

afterAll(async () => {
  await endLedgerIn(join(folder, '.carbon-ledger'), ledger);
  await rm(folder, { recursive: true });
}, 2 * MINUTES);

function expectExit({ exit, result, messages }: LedgerRun, expected: number): void {
  expect(exit, `${result}${messages}`).toBe(expected);
}

describe('The routes, on the ledger of the worked example,', () => {
  for (const operation of OPERATIONS)
    it(`answer ${operation}`, async () => {
      expect(await routes.answer(operation)).toMatchSnapshot();
    });
});

describe('The tours of README.md', PART, () => {
  for (const { lines, output } of BLOCKS) {
    let printed = '';
    for (const line of lines.filter(isCall)) {
      // The copy is not verified, and the two results differ.
      const exit = /^ledger verify \S+-tampered|^ledger compare /.test(line) ? 1 : 0;
      it(`end with ${exit}: ${cutComment(line)}`, IN_ORDER, async ({ expect }) => {
        const run = await reader.run(line);
        expectExit(run, exit);
        expect(recordRun(run)).toMatchSnapshot();
        printed += run.result;
      });
    }
    if (output === null) continue;
    it(`print what is shown: ${output.split('\n')[0]!}…`, IN_ORDER, () => {
      let left = normalise(printed);
      for (const part of splitShown(output)) {
        expect(left).toContain(part);
        left = left.slice(left.indexOf(part) + part.length);
      }
    });
  }

  it('let the auditor fetch the file, as the company granted', IN_ORDER, async () => {
    const id = await readProofId(join(folder, nameProof('for-the-auditor')));
    const options = '--reperformable --key .carbon-ledger/keys/auditor.key -o fetched.carbon-proof.json';
    expectExit(await reader.run(`ledger proof ${id} ${options}`), 0);
  });

  it('show each output directly below its commands', IN_ORDER, () => {
    const outputs = BLOCKS.filter(({ output }) => output !== null);
    expect(README.match(/^```/gm)).toHaveLength(2 * (BLOCKS.length + outputs.length));
  });

  it('have no other lines than those that other tests run', IN_ORDER, () => {
    const left = OTHER_LINES.filter((line) => !isDefinition(line));
    expect(left.map(cutComment)).toEqual([
      // test/e2e/npm-start.test.ts runs the program of npm start.
      'npm start',
      'npm test',
      // test/operate.test.ts runs what an operator sets up.
      'npm run deploy',
      'npx node server/main.ts',
      'npx node indexer/main.ts',
      'npm run operator -- restore',
    ]);
  });
});

describe('The examples of --help', PART, () => {
  for (const step of STEPS)
    it(`end with ${step.exit}: ${step.line}`, IN_ORDER, async ({ expect }) => {
      const run = await desk.run(step);
      expectExit(run, step.exit);
      expect(recordRun(run, step.lines)).toMatchSnapshot();
    });

  it('are all run, and no others', IN_ORDER, async () => {
    const program = await openWholeProgram();
    const run = STEPS.filter(({ isExample }) => isExample).map(({ line }) => line);
    expect(run.sort()).toEqual(listExamples(program).sort());
  });
});
