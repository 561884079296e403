import { describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { runMethod } from '../../../engine/run.ts';
import {
  askCycle,
  NO_EMISSION,
  NO_EXCHANGE,
  NO_PRODUCT,
  NO_PROPERTY,
  placeFaults,
  type ProductSketch,
  readProcesses,
  SUPPLIER,
  writeProcesses,
} from '../../../jobs/import/product-processes.ts';
import { inspectFile, readTable } from '../../../jobs/import/read-table.ts';
import { hasSameRows } from '../../../jobs/import/same-rows.ts';
import type { ImportAnswer } from '../../../jobs/import/table-request.ts';
import { recordId, YEAR_2023 } from '../../engine/dataset.ts';

/** Imports the processes of a product as the page does. */
async function importProduct(sketch: ProductSketch): Promise<ImportAnswer> {
  const file = new File([writeProcesses(sketch)], 'product.csv');
  const { mapping } = await inspectFile(file, 'product', undefined);
  const style = { sheet: undefined, style: null } as const;
  const source = { title: 'Product', provider: 'urn:example:company', licence: 'internal' };
  return readTable({ file, dataset: 'product', mapping, ...style, source }, () => {});
}

async function entriesOf(sketch: ProductSketch): Promise<readonly UnsaltedEntry[]> {
  const answer = await importProduct(sketch);
  if (!answer.isValid) throw new Error(JSON.stringify(answer.problems));
  return answer.entries;
}

const exchange = (
  way: 'makes' | 'needs' | 'wastes' | 'treats' | 'saves',
  product: string,
  amount: string,
) => ({
  ...NO_EXCHANGE,
  ...{ way, product, amount },
});

/** A mill that makes flour and bran from grain, with a supplier's footprint, waste, and heat that it saves elsewhere. */
const MILL: ProductSketch = {
  ...NO_PRODUCT,
  asked: {
    ...NO_PRODUCT.asked,
    ...{ product: 'white flour', boundary: 'cradle-to-gate', allocation: 'economic', function: 'a kilogram' },
  },
  processes: [
    {
      name: 'north mill',
      exchanges: [
        exchange('makes', 'white flour', '1000'),
        { ...exchange('makes', 'bran', '200'), unit: 'kg' },
        { ...exchange('needs', 'grain', '1250'), provider: 'farm' },
        exchange('wastes', 'dust', '2'),
        exchange('saves', 'feed', '5'),
      ],
      emissions: [{ ...NO_EMISSION, amount: '12' }],
    },
    {
      ...SUPPLIER,
      name: 'farm',
      exchanges: [exchange('makes', 'grain', '1')],
      emissions: [{ ...SUPPLIER.emissions[0]!, amount: '0.4' }],
    },
    {
      name: 'landfill',
      exchanges: [exchange('treats', 'dust', '1')],
      emissions: [{ ...NO_EMISSION, flow: 'CO2', origin: 'biogenic', amount: '1' }],
    },
    {
      name: 'feed mill',
      exchanges: [exchange('makes', 'feed', '1')],
      emissions: [{ ...NO_EMISSION, amount: '0.8' }],
    },
  ],
  properties: [
    {
      ...NO_PROPERTY,
      product: 'white flour',
      property: 'price',
      amount: '0.6',
      unit: '{EUR}/kg',
      year: '2023',
    },
    { ...NO_PROPERTY, product: 'bran', property: 'price', amount: '0.2', unit: '{EUR}/kg', year: '2023' },
  ],
};

describe('the processes of a product that a person enters', () => {
  it('become rows that a run takes: what is asked for gives its parameters', async () => {
    const entries = await entriesOf(MILL);
    const rows = new Map(entries.map((each) => [each.key, each]));
    expect(rows.get('north-mill/wastes/dust')).toMatchObject({
      ...{ value: '2', unit: 'kg', from: 0, until: 0 },
      detail: {
        row: 'process-exchange',
        process: 'north-mill',
        product: 'dust',
        direction: 'output',
        kind: 'waste',
      },
    });
    expect(rows.get('farm/air/CO2e')?.detail).toMatchObject({ row: 'elementary-flow', gwpSet: 'AR6' });
    const input = { record: recordId('a'), kind: 'dataset' as const, entries: entries as never };
    const { figures } = runMethod('life-cycle@1', [input], { ...askCycle(MILL), period: YEAR_2023 });
    const valueOf = (key: string): number => Number(figures.find((figure) => figure.key === key)!.value);
    // 600 of 640 EUR are of flour: 1000 kg of it have 15/16 of 12 + 1250 × 0.4 - 5 × 0.8 kg.
    expect(valueOf('product/white-flour/total')).toBeCloseTo(0.9375 * 0.508, 9);
    expect(valueOf('product/white-flour/link/farm/grain/north-mill')).toBeCloseTo(0.9375 * 0.5, 9);
  });

  it('begin with a dataset, and keep its names, its uncertainties, its periods and its rows of other types', async () => {
    const other = { key: 'set', value: '1.2', unit: 'kg{SO2e}/kg', from: 0, until: 0 };
    const detail = {
      row: 'characterisation-factor',
      category: 'acid',
      flow: 'SO2',
      compartment: 'air',
      year: 2023,
    };
    const entries = [...(await entriesOf(MILL)), { ...other, detail }];
    const uncertain = entries.map((each) =>
      each.key === 'north-mill/air/CO2/fossil'
        ? {
            ...each,
            ...YEAR_2023,
            detail: { ...each.detail, uncertainty: { distribution: 'interval95', halfWidth: '0.1' } },
          }
        : each,
    ) as UnsaltedEntry[];
    const read = readProcesses(uncertain)!;
    expect(read).toMatchObject({
      processes: { length: 4 },
      properties: { length: 2 },
      others: [{ key: 'set' }],
    });
    expect(hasSameRows(uncertain, await entriesOf(read))).toBe(true);
    const [mill, ...others] = read.processes;
    const changed = { ...read, processes: [{ ...mill!, name: 'mill' }, ...others] };
    const written = await entriesOf(changed);
    expect(written.find(({ key }) => key === 'north-mill/air/CO2/fossil')?.detail).toMatchObject({
      ...{ process: 'mill', uncertainty: { halfWidth: '0.1' } },
    });
    expect(readProcesses([{ ...other, detail }])).toBeNull();
  });

  it('are refused at their fields where something is missing or wrong', async () => {
    const [mill, ...others] = MILL.processes;
    const wrong: ProductSketch = {
      ...MILL,
      processes: [
        { ...mill!, exchanges: [exchange('makes', 'white flour', 'many'), exchange('needs', '', '1')] },
        { ...others[0]!, emissions: [{ ...NO_EMISSION, flow: 'product/grain/total', compartment: 'sea' }] },
      ],
      properties: [{ ...MILL.properties[0]!, unit: 'armfuls', year: 'last' }],
    };
    const answer = await importProduct(wrong);
    if (answer.isValid) throw new Error('it was accepted');
    expect([...placeFaults(wrong, answer.problems).keys()].sort()).toEqual([
      'emissions 1 0 compartment',
      'exchanges 0 0 amount',
      'exchanges 0 1 product',
      'properties -1 0 unit',
      'properties -1 0 year',
    ]);
  });
});
