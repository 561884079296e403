import { openKnownEngine, readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { type Bundle, formatBundle, parseBundle } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Engine } from '../../core/verify/engine.ts';
import { verifyReperformance } from '../../core/verify/reperformance.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { describeRun, runMethod } from '../../engine/run.ts';
import { buildBundle, showRecord } from '../../test/helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../test/helpers/memory-ledger.ts';
import { saltNone } from '../../test/helpers/reperformed-result.ts';
import { signRecord } from '../../test/helpers/signed-record.ts';
import { type Measured, measure, showMemory, showTime } from '../tools/measure.ts';
import type { Line, Row } from '../tools/row.ts';

const METHOD = 'value-chain@2';
const ROWS = 20_000;
const MORE_ROWS = 100_000;
const ITEMS = 1_000;
const TIMES = 15;
const YEAR = { from: 1672531200, until: 1704067200 };
const ROUNDING = { mode: 'half-even', decimals: 6 } as const;
const PARAMETERS = { period: YEAR, gwpSet: 'AR5' };

const ABOUT = `- The first run is \`runMethod\` of \`${METHOD}\` on entries in memory, from the sources; \`ledger compute\` runs the same from the file of the engine.
- The check is \`verifyReperformance\` on a parsed proof file with ${ROWS.toLocaleString('en-GB')} activity rows, ${ITEMS.toLocaleString('en-GB')} factors and the figures of ${ITEMS.toLocaleString('en-GB')} items with all
  their derivations, as \`ledger verify\` does it. It opens the engine from its file, reads the run, computes it again and
  compares every figure to the digit.
- The repeated run is \`repeatRun\` of that engine alone. ${MORE_ROWS.toLocaleString('en-GB')} rows are more than a proof file can hold.

All take turns in one process, after one run each that is not counted. The times are medians of ${TIMES}.`;

/** Measures the first run of a method, and its re-performance. */
export async function measureRow(): Promise<Row> {
  const [digest] = (await readEngineDigests()).slice(-1);
  const engine = digest === undefined ? null : await openKnownEngine(digest);
  if (digest === undefined || engine === null) throw new Error('no engine found');
  const { bundle, inputs, bytes } = makeBundle(digest);
  const [first, repeated, checked] = await measureInTurn([
    () => runFirst(inputs),
    () => repeatRun(engine, inputs),
    () => check(bundle, digest),
  ]);
  const more = makeInputs(MORE_ROWS);
  const [firstMore, repeatedMore] = await measureInTurn([
    () => runFirst(more),
    () => repeatRun(engine, more),
  ]);
  return {
    title: 'Re-performance',
    method: ABOUT,
    head: ['', 'processor time', 'elapsed'],
    lines: [
      lineOf(`first run, ${ROWS.toLocaleString('en-GB')} rows`, first!),
      lineOf('repeated run', repeated!),
      lineOf(`check of a proof file of ${showMemory(bytes)}`, checked!),
      lineOf(`first run, ${MORE_ROWS.toLocaleString('en-GB')} rows`, firstMore!),
      lineOf('repeated run', repeatedMore!),
    ],
    goals: [
      { what: 'check / first run', ratio: checked!.cpu / first!.cpu, goal: 1.2, sense: 'at most' },
      {
        what: `repeated run / first run, ${MORE_ROWS.toLocaleString('en-GB')} rows`,
        ratio: repeatedMore!.cpu / firstMore!.cpu,
        goal: 1.2,
        sense: 'at most',
      },
    ],
    notes: [describeRest(bundle, checked!.cpu - repeated!.cpu)],
  };
}

function describeRest(bundle: Bundle, rest: number): string {
  const figures = bundle.records[0]!.entries.shown.filter(({ key }) => key !== 'run');
  const members = figures.reduce((sum, figure) => sum + countMembers(figure.detail), 0);
  return `The repeated run is most of the check. The other ${showTime(rest)} are spent to hash and open the engine's file, to read the ${ROWS.toLocaleString('en-GB')} keys of the
run and choose its rows, and to compare ${members.toLocaleString('en-GB')} members of the figures' details with the computed ones, each once. There are more
members than computations: each operand has five members and is one multiplication. To make it faster, a derivation could name a
record once, not with every operand.`;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, member) => sum + countMembers(member), 0);
}

function lineOf(what: string, { cpu, wall }: Measured<unknown>): Line {
  return [what, showTime(cpu), showTime(wall)];
}

/** Returns the median of each run. The runs take turns, so that other load on the machine affects all of them alike. */
async function measureInTurn(runs: readonly (() => number | Promise<number>)[]): Promise<Measured<number>[]> {
  const all = runs.map((): Measured<number>[] => []);
  for (let turn = 0; turn <= TIMES; turn++)
    for (const [index, run] of runs.entries()) {
      const measured = await measure(run);
      if (turn > 0) all[index]!.push(measured);
    }
  const medians = all.map((own) => own.sort((a, b) => a.cpu - b.cpu)[TIMES >> 1]!);
  const counts = new Set(medians.map(({ value }) => value));
  if (counts.size > 1) throw new Error(`the runs disagree: ${[...counts].join(' and ')} figures`);
  return medians;
}

function runFirst(inputs: readonly InputRecord[]): number {
  return runMethod(METHOD, inputs, { ...PARAMETERS, rounding: ROUNDING }).figures.length;
}

function repeatRun(engine: Engine, inputs: readonly InputRecord[]): number {
  // As in a proof file, with members that the engine ignores.
  const shown = inputs as unknown as Parameters<Engine['repeatRun']>[1];
  return engine.repeatRun({ method: METHOD, parameters: PARAMETERS, rounding: ROUNDING }, shown).figures
    .length;
}

async function check(bundle: Bundle, digest: Hex): Promise<number> {
  const { finding } = await verifyReperformance({
    bundle,
    engines: [digest],
    openEngine: openKnownEngine,
  });
  const [, compared] = /^(\d+) of \1 figures/.exec(finding.basis) ?? [];
  if (finding.result !== 'pass' || compared === undefined) throw new Error(JSON.stringify(finding));
  return Number(compared);
}

function makeInputs(count: number): [activity: InputRecord, factors: InputRecord] {
  const activity = Array.from({ length: count }, (_, index) => ({
    key: `use/${index}`,
    value: `${(index % 9973) + 1}.${(index % 89) + 11}`.replace(/0$/, ''),
    unit: 't',
    ...YEAR,
    detail: {
      row: 'value-chain-activity',
      item: `item${index % ITEMS}`,
      category: `3.${(index % 5) + 1}`,
      basis: 'life-cycle',
      geography: 'CN',
    },
  }));
  const factors = Array.from({ length: ITEMS }, (_, index) => ({
    key: `factor/${index}`,
    value: `${index + 1}.37`,
    unit: 'kg{CO2e}/t',
    from: 0,
    until: 0,
    detail: {
      row: 'activity-factor',
      item: `item${index}`,
      gases: ['CO2e'],
      gwpSet: 'AR5',
      basis: 'life-cycle',
      year: 2023,
    },
  }));
  return [
    { record: `0x${'1'.repeat(64)}`, entries: activity },
    { record: `0x${'2'.repeat(64)}`, entries: factors },
  ];
}

/** Returns the parsed proof file of a result with all its inputs, the inputs themselves, and the size of the file. */
function makeBundle(digest: Hex): { bundle: Bundle; inputs: InputRecord[]; bytes: number } {
  const ledger = createLedger();
  const company = registerParty(ledger, 'urn:company', 'company');
  const datasets = makeInputs(ROWS).map(({ entries }, index) =>
    signRecord({ by: company, subject: `dataset/${index}`, entries: saltNone(entries) }),
  );
  const inputs = datasets.map(({ id, submission }) => ({ record: id, entries: submission.entries ?? [] }));
  const parameters = { ...PARAMETERS, rounding: ROUNDING };
  const computed = runMethod(METHOD, inputs, parameters);
  const detail = describeRun(METHOD, parameters, computed, digest);
  const run = { key: 'run', value: null, unit: '', from: 0, until: 0, detail };
  const entries = saltNone([...computed.figures, run]);
  const result = signRecord({
    by: company,
    kind: 'result',
    subject: 'inventory',
    sources: datasets,
    entries,
  });
  sealBatch(ledger, [...datasets, result]);
  const records = [result, ...datasets].map((record) => showRecord(ledger, record, { all: true }));
  const file = new TextEncoder().encode(formatBundle(buildBundle(records)));
  return { bundle: parseBundle(file), inputs, bytes: file.length };
}
