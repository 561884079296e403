import type { Figure } from '../../../engine/figures/figure.ts';
import type { UncertaintyNote } from '../../../engine/figures/uncertainty-note.ts';
import type { Period } from '../../../engine/rows/row.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, type TestEntry } from '../dataset.ts';

/** Returns a normal distribution whose two-sided 95 % interval is ± a part of the value. */
export const within = (halfWidth: string): object => ({ distribution: 'interval95', halfWidth });
export const normal = (standardDeviation: string): object => ({ distribution: 'normal', standardDeviation });
export const uniform = (least: string, most: string): object => ({ distribution: 'uniform', least, most });

const about = (uncertainty: object | null): object => (uncertainty === null ? {} : { uncertainty });

/** Returns a use of an item of the value chain: in tonnes. */
export function use(
  item: string,
  value: string,
  uncertainty: object | null = null,
  period?: Period,
): TestEntry {
  const detail = { row: 'value-chain-activity', item, category: '3.1', basis: 'life-cycle', geography: 'DE' };
  return entry(`use/${item}`, value, 't', { ...detail, ...about(uncertainty) }, period);
}

/** Returns the factor of an item, valid at any time: in t{CO2e}/t. */
export function factorOf(item: string, value: string, uncertainty: object | null = null): TestEntry {
  const detail = {
    row: 'activity-factor',
    item,
    gases: ['CO2e'],
    gwpSet: 'AR5',
    basis: 'life-cycle',
    year: 2023,
  };
  return entry(`factor/${item}`, value, 't{CO2e}/t', { ...detail, ...about(uncertainty) }, ALWAYS);
}

/** The parameters of a run about the figures of value-chain@2. */
export const ASKED = { ...COMMON, method: 'value-chain@2', parameters: { gwpSet: 'AR5' } };

/** Runs uncertainty@1 about value-chain@2. */
export function assess(rows: readonly TestEntry[], asked: object): RunResult {
  return runMethod('uncertainty@1', [dataset('a', ...rows)], { ...ASKED, ...asked });
}

/** Returns a figure of a run. */
export function figureOf({ figures }: RunResult, key: string): Figure {
  const found = figures.find((figure) => figure.key === key);
  if (found === undefined)
    throw new Error(`no figure ${key} among ${figures.map((own) => own.key).join(', ')}`);
  return found;
}

/** Returns how sure a figure of a run is. */
export function noteOf(run: RunResult, key: string): UncertaintyNote {
  return figureOf(run, key).detail.uncertainty!;
}

export const TOTAL = 'scope3/3.1/total';
