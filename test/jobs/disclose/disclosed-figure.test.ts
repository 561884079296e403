import { describe, expect, it } from 'vitest';
import { discloseFigure } from '../../../jobs/disclose/disclosed-figure.ts';
import { computeFirstInventory } from '../../../devnet/example/inventory.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { figureOf, recordId } from '../../engine/dataset.ts';
import { readDataFile } from '../../helpers/data-file.ts';

async function readInput(digit: string, file: string): Promise<InputRecord> {
  return { record: recordId(digit), entries: await readDataFile(file) };
}

const { result } = await computeFirstInventory({
  gridFactors: await readInput('2', 'grid-factors-cn-2022.csv'),
  fuelDefaults: await readInput('f', 'fuel-defaults-ipcc-2006.csv'),
  gwps: await readInput('9', 'gwp-ar5.csv'),
  activity: await readInput('a', 'activity-2023.csv'),
});

describe('discloseFigure', () => {
  it('keeps the figure and its coverage, and leaves out every operand', () => {
    const figure = figureOf(result, 'total/market');
    const disclosed = discloseFigure(figure, recordId('d'));
    expect(disclosed).toMatchObject({
      key: figure.key,
      value: figure.value,
      unit: figure.unit,
      from: figure.from,
    });
    expect(disclosed.detail).toMatchObject({
      gases: ['CO2', 'HFC-134a'],
      derivation: {
        result: recordId('d'),
        key: 'total/market',
        warnings: figure.detail.derivation.warnings,
      },
    });
    const text = JSON.stringify(disclosed);
    for (const operand of figure.detail.derivation.operands)
      expect(text).not.toContain(`"${'value' in operand ? operand.value : operand.sum}"`);
  });

  it('cites a figure that does not say how it was computed', () => {
    const figure = { key: 'total', value: '1', unit: 't', from: 0, until: 0, detail: null };
    expect(discloseFigure(figure, recordId('d')).detail).toEqual({
      derivation: { result: recordId('d'), key: 'total' },
    });
  });
});
