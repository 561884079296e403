import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { openSelection } from '../../../core/records/selection.ts';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { printDerivation } from '../../../engine/figures/derivation.ts';
import type { SetOperand } from '../../../engine/figures/operand.ts';
import { ExactEvaluator } from '../../../engine/figures/exact.ts';
import { productOf, sumOf, type Expression } from '../../../engine/figures/expression.ts';
import type { Figure } from '../../../engine/figures/figure.ts';
import { METHODS } from '../../../engine/registry.ts';
import { parseUnit } from '../../../engine/quantities/unit.ts';
import type { InputEntry, InputRecord } from '../../../engine/rows/input.ts';
import type { Row } from '../../../engine/rows/row.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import {
  COMMON,
  dataset,
  electricity,
  figureOf,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
} from '../dataset.ts';
import { isGenerated, runArbitrary, RUNS } from '../generated-rows.ts';
import { publishedRun, type GivenRun } from '../published-rows.ts';
import { computeFormula, Exact } from './formula.ts';
import { rowsOf } from './graphs.ts';

function attempt(name: string, { inputs, parameters }: GivenRun): RunResult | null {
  try {
    return runMethod(name, inputs, parameters);
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

/** Checks claims about every figure of published and generated runs of a method. Each must be about at least one figure. */
function checkFigures(
  method: (typeof METHODS)[number],
  claims: readonly ((figure: Figure, run: GivenRun, result: RunResult) => boolean)[],
): void {
  const made = claims.map(() => 0);
  const checkRun = (run: GivenRun): void => {
    const result = attempt(method.name, run);
    for (const figure of result?.figures ?? [])
      for (const [index, check] of claims.entries()) if (check(figure, run, result!)) made[index]! += 1;
  };
  const { inputs, parameters } = publishedRun(method.name);
  for (const listed of [0, 100]) checkRun({ inputs, parameters: { ...parameters, listed } });
  fc.assert(fc.property(runArbitrary(method), checkRun), RUNS);
  for (const count of made) expect(count).toBeGreaterThan(0);
}

/** The formula over its operands gives the figure and its rounding difference. */
function canBeComputed(figure: Figure): boolean {
  const { operands, roundingDifference = '0' } = figure.detail.derivation;
  if (isBySymbol(figure)) return false;
  const computed = computeFormula(figure);
  const takesFigures = operands.some((operand) => !('selection' in operand) && operand.record === undefined);
  // With the figures that it takes as they are shown, the figure differs by what the derivation says; a quotient has 50 digits.
  const apart = new Exact(figure.value).minus(computed).minus(roundingDifference).abs();
  if (takesFigures) expect(apart.lessThan('1e-40'), figure.key).toBe(true);
  else {
    // Units have quotients without end, which are off in the last of 200 digits: enough to break a tie.
    const exact = computed.toSignificantDigits(150);
    expect(exact.toDecimalPlaces(COMMON.rounding.decimals).toFixed(), figure.key).toBe(figure.value);
  }
  if (!takesFigures) expect(roundingDifference, figure.key).toBe('0');
  return true;
}

/** The sets of one symbol, record and selection hold the used rows that it selects, each once. */
function hasExactSets({ key, detail }: Figure, { inputs }: GivenRun, { used }: RunResult): boolean {
  const sets = detail.derivation.operands.filter((operand) => 'selection' in operand);
  const bySelection = Map.groupBy(sets, (set) =>
    JSON.stringify([set.name.split('[')[0], set.record, set.selection]),
  );
  for (const together of bySelection.values()) checkSets(together, takeUsed(inputs, used), key);
  return sets.length > 0;
}

function hasDistinctNames({ key, detail }: Figure): boolean {
  const names = detail.derivation.operands.map(({ name }) => name);
  expect(
    names.filter((name) => !/^[A-Za-z][A-Za-z0-9_]*(\[\d+\])*$/.test(name)),
    key,
  ).toEqual([]);
  expect(new Set(names).size, key).toBe(names.length);
  return true;
}

it.each(METHODS.filter(isGenerated).map((method) => [method.name, method] as const))(
  'the derivations of %s can be computed by hand, name sets exactly, and each operand once',
  (_, method) => {
    checkFigures(method, [canBeComputed, hasExactSets, hasDistinctNames]);
  },
);

/** Whether each symbol is one operand, whatever its index: then nobody can tell the parts apart, and only the sets can be checked. */
function isBySymbol({ detail }: Figure): boolean {
  const { formula, operands } = detail.derivation;
  const symbols = [...formula.matchAll(/([A-Za-z][A-Za-z0-9_]*)((?:\[[a-z]\])*)/g)];
  return operands.some(({ name }) => {
    const [own, ...indices] = name.split('[');
    return !symbols.some(([, symbol, letters]) => symbol === own && letters!.length === 3 * indices.length);
  });
}

/** Returns the entries that a run used. */
function takeUsed(inputs: readonly InputRecord[], used: RunResult['used']): InputRecord[] {
  return used.map(({ record, keys }) => {
    const own = new Set(keys);
    const { entries } = inputs.find((input) => input.record === record)!;
    return { record, entries: entries.filter(({ key }) => own.has(key)) };
  });
}

/** Checks count, sum and root of sets with one selection against the entries of the record that the run used. */
function checkSets(sets: readonly SetOperand[], inputs: readonly InputRecord[], what: string): void {
  const [{ record, selection, unit, root, sum }] = sets as [SetOperand];
  const { entries } = inputs.find((input) => input.record === record)!;
  const selected = entries.filter(openSelection(selection));
  const count = sets.reduce((total, set) => total + set.count, 0);
  expect(count, what).toBe(selected.length);
  if (sum !== null) {
    const total = sets.reduce((all, set) => all.plus(inBase(set.sum!, set.unit)), new Exact(0));
    const expected = selected.reduce(
      (all, entry) => all.plus(inBase(entry.value!, entry.unit)),
      new Exact(0),
    );
    expect(total.minus(expected).abs().lessThan('1e-40'), what).toBe(true);
  }
  expect(parseUnit(unit).text).toBe(unit);
  if (sets.length === 1)
    expect(root, what).toBe(
      rootOfRows(
        record as Hex,
        selected.map(({ key }) => key),
      ),
    );
}

function inBase(value: string, unit: string): InstanceType<typeof Exact> {
  const { numerator, denominator } = parseUnit(unit);
  return new Exact(value).times(String(numerator)).div(String(denominator));
}

/** Uses of coal that take factors of their own, each with its oxidation. */
function coal(...places: readonly string[]): InputEntry[] {
  const uses = places.map((geography, index) => {
    const use = fuelUse(`use${index}`, String(index + 1), 't', 'coal');
    return { ...use, detail: { ...use.detail, geography } };
  });
  return uses;
}

function factorsOf(...places: readonly string[]): InputEntry[] {
  return fuelDefaults('coal', '20', '1', { CO2: '100000' }).flatMap((row) =>
    row.key.endsWith('CO2')
      ? places.map((geography) => ({
          ...row,
          key: `${row.key}/${geography}`,
          detail: { ...row.detail, geography },
        }))
      : [row],
  );
}

function derive(entries: readonly InputEntry[], factors: readonly InputEntry[], listed: number) {
  const result = runMethod('combustion@2', [dataset('a', ...entries), dataset('b', ...factors)], {
    ...COMMON,
    listed,
  });
  const { formula, operands } = figureOf(result, 'scope1/combustion/coal/CO2').detail.derivation;
  const shown = operands.map((operand) =>
    'selection' in operand
      ? `${operand.name} ${operand.count} ${String(operand.sum)} ${operand.unit}`
      : `${operand.name} ${operand.key} ${operand.value} ${operand.unit}`,
  );
  return { formula, operands: shown };
}

const FACTORS = ['NCV coal/ncv 20 TJ/Gg', 'EF coal/ef/CO2/DE 100000 kg{CO2}/TJ', 'OF coal/oxidation 1 1'];
const INDEXED = 'sum(AD[i] * NCV[i] * EF[i] * OF[i])';

describe('a derivation', () => {
  it('of one row names each operand plainly', () => {
    expect(derive(coal('DE'), factorsOf('DE'), 4)).toEqual({
      formula: 'AD * NCV * EF * OF',
      operands: ['AD use0 1 t', ...FACTORS],
    });
  });

  it('lists each row while there are at most as many rows as the run lists', () => {
    expect(derive(coal('DE', 'DE'), factorsOf('DE'), 5)).toEqual({
      formula: 'sum(AD[i]) * NCV * EF * OF',
      operands: ['AD[1] use0 1 t', 'AD[2] use1 2 t', ...FACTORS],
    });
  });

  it('of one row more names the rows that take the same factors as one set', () => {
    expect(derive(coal('DE', 'DE'), factorsOf('DE'), 4)).toEqual({
      formula: 'sum(AD) * NCV * EF * OF',
      operands: ['AD 2 3 t', ...FACTORS],
    });
  });

  it('names a row alone with its factors as a set of one, where other rows of its selection are a set', () => {
    const { formula, operands } = derive(coal('DE', 'DE', 'FR'), factorsOf('DE', 'FR'), 4);
    expect(formula).toBe(INDEXED);
    expect(operands.filter((operand) => operand.startsWith('AD'))).toEqual(['AD[1] 2 3 t', 'AD[2] 1 3 t']);
  });

  it('names each symbol once where even the sets are more than the run lists', () => {
    const places = ['DE', 'FR', 'GB'];
    expect(derive(coal(...places), factorsOf(...places), 2)).toEqual({
      formula: INDEXED,
      operands: ['AD 3 6 t', 'NCV coal/ncv 20 TJ/Gg', 'EF 3 null t/TJ', 'OF coal/oxidation 1 1'],
    });
  });

  it('shows a quantity that a detail states as it is stated there, however it is written', () => {
    const { inputs, parameters } = publishedRun('scope2@2');
    for (const listed of [0, 1, 100]) {
      const { figures } = runMethod('scope2@2', inputs, { ...parameters, listed });
      const { operands } = figures.find(({ key }) => key === 'scope2/market/electricity')!.detail.derivation;
      const stated = operands.find(({ name }) => name.startsWith('IF'));
      expect(stated).toMatchObject({ key: 'certificate/x', value: '0', unit: 'kg{CO2e}/kW.h' });
    }
  });

  it('lists the factors of each row where the rows take different ones', () => {
    expect(derive(coal('DE', 'FR'), factorsOf('DE', 'FR'), 6)).toEqual({
      formula: INDEXED,
      operands: [
        ...['AD[1] use0 1 t', 'NCV[1] coal/ncv 20 TJ/Gg', 'EF[1] coal/ef/CO2/DE 100000 kg{CO2}/TJ'],
        ...['OF[1] coal/oxidation 1 1', 'AD[2] use1 2 t', 'NCV[2] coal/ncv 20 TJ/Gg'],
        ...['EF[2] coal/ef/CO2/FR 100000 kg{CO2}/TJ', 'OF[2] coal/oxidation 1 1'],
      ],
    });
  });

  it('gives the sum of a set in a unit in which it has an end', () => {
    const rows = rowsOf(['1', '2.5']).map((row) => ({ ...row, unit: parseUnit('GJ') }));
    const mixed = rows.map((row, index) => (index === 0 ? row : { ...row, unit: parseUnit('kW.h') }));
    expect(print(sumOfAll(rows, 'MW.h'), 1).operands).toEqual(['x 2 3.5 GJ']);
    expect(print(sumOfAll(rows, 'MJ'), 1).operands).toEqual(['x 2 3500 MJ']);
    expect(print(sumOfAll(mixed, 'MW.h'), 1).operands).toEqual(['x 2 1.009 GJ']);
  });

  it('of a total whose parts have only more warnings than the run lists says so too', () => {
    const inputs = [
      dataset('a', electricity('use', '1', 'MW.h')),
      dataset(
        'b',
        gridFactor('average', '0.5', 'average'),
        gridFactor('residual', '0.6', 'residual'),
        gwp('CH4', 'AR5', '28'),
      ),
    ];
    const late = { from: COMMON.period.from - 31_536_000, until: COMMON.period.from };
    const old = inputs.map(({ record, entries }) => ({
      record,
      entries: entries.map((entry) => (entry.key === 'average' ? { ...entry, ...late } : entry)),
    }));
    const result = runMethod('inventory@2', old, {
      ...COMMON,
      gwpSet: 'AR5',
      grids: { location: 'national', residual: 'national' },
      totals: { co2Only: 'list' },
      proxies: [{ record: old[1]!.record, key: 'average', reason: 'none newer' }],
      listed: 0,
    });
    for (const key of ['scope2/location', 'total/location']) {
      const { warnings } = figureOf(result, key).detail.derivation;
      expect(
        warnings.map(({ code }) => code),
        key,
      ).toEqual(['more-warnings']);
    }
    expect(result.warnings.map(({ code }) => code)).toContain('proxy-factor');
  });
});

describe('a sum of rows that a formula uses twice', () => {
  it.each([
    ['row by row', 4, 'sum(x[i]) * sum(x[i])', ['x[1] 1 t', 'x[2] 2 t']],
    ['as a set', 1, 'sum(x) * sum(x)', ['x 2 3 t']],
  ])('is there once, %s', (_, listed, formula, operands) => {
    const node = sumOfAll(rowsOf(['1', '2']));
    expect(print(productOf(node, node), listed)).toEqual({ formula, operands });
  });

  it('is there once, and counts once, where each symbol is one set', () => {
    const rows = rowsOf(['1', '8', '2', '4']);
    const [first, second, third] = [rows.slice(0, 2), rows.slice(2, 3), rows.slice(3)].map((own) =>
      sumOfAll(own),
    );
    const printed = print(sumOf([productOf(first!, first!), second!, third!]), 1);
    expect(printed.operands).toEqual(['x 4 15 t']);
  });
});

function sumOfAll(rows: readonly Row[], unit = 't'): Expression {
  return { kind: 'row-sum', symbol: 'x', rows, to: parseUnit(unit), selection: ALL };
}

const ALL = {};

function print(expression: Expression, listed: number) {
  const shownFigure = (): never => {
    throw new Error('takes no figures');
  };
  const printed = printDerivation(expression, {
    engine: 'engine 1',
    listed,
    roots: true,
    exact: new ExactEvaluator(),
    shownFigure,
  });
  const operands = printed.operands.map((operand) =>
    'selection' in operand
      ? `${operand.name} ${operand.count} ${String(operand.sum)} ${operand.unit}`
      : `${operand.name} ${operand.value} ${operand.unit}`,
  );
  return { formula: printed.formula, operands };
}
