import { formatFrame, joinLines, type MadeTable, pairsOf } from './made-table.ts';
import type { TableFiles } from './table-desk.ts';

const SECTORS = { heads: ['region', 'sector'], index: ['region', 'sector'] } as const;
const STRESSORS = { heads: ['region', 'sector'], index: ['stressor'] } as const;

/** Returns the files of EXIOBASE 3 as Zenodo has them, below one folder. */
export function formatExiobase(table: MadeTable, root = 'IOT_2019_ixi'): TableFiles {
  const { regions, sectors, categories, stressors, units } = table;
  const labels = pairsOf(regions, sectors);
  const demand = pairsOf(regions, categories);
  const names = stressors.map((name) => [name]);
  return {
    [`${root}/Z.txt`]: formatFrame(labels, labels, table.z, SECTORS),
    [`${root}/A.txt`]: 'never read, because there is Z.txt\n',
    [`${root}/Y.txt`]: formatFrame(demand, labels, table.y, { ...SECTORS, heads: ['region', 'category'] }),
    [`${root}/x.txt`]: joinLines(
      [['region', 'sector', 'indout'], ...labels.map((label, at) => [...label, table.output[at]!])],
      '\t',
    ),
    [`${root}/unit.txt`]: joinLines(
      [['region', 'sector', 'unit'], ...labels.map((label) => [...label, 'M.EUR'])],
      '\t',
    ),
    [`${root}/satellite/F.txt`]: formatFrame(labels, names, table.f, STRESSORS),
    [`${root}/satellite/F_Y.txt`]: formatFrame(demand, names, table.demandF, {
      ...STRESSORS,
      heads: ['region', 'category'],
    }),
    [`${root}/satellite/unit.txt`]: joinLines(
      [['stressor', 'unit'], ...stressors.map((name, at) => [name, units[at]!])],
      '\t',
    ),
    [`${root}/satellite/S.txt`]: 'never read\n',
  };
}

/** Returns EXIOBASE 1, 2 or 3.3: coefficients, with a unit beside each name, as `mrIot_3.3_2011.txt`. */
export function formatOldExiobase(table: MadeTable, version = '_3.3_2011'): TableFiles {
  const { regions, sectors, categories, stressors, output } = table;
  const labels = pairsOf(regions, sectors);
  const demand = pairsOf(regions, categories);
  const over = (values: readonly number[]): number[] => values.map((value, at) => value / output[at]!);
  const format = (
    columns: readonly (readonly [string, string])[],
    rows: readonly (readonly string[])[],
    values: readonly (readonly number[])[],
  ): string => {
    const blank = rows[0]!.map(() => '');
    return joinLines(
      [
        [...blank, ...columns.map(([region]) => region)],
        [...blank, ...columns.map(([, item]) => item)],
        ...rows.map((names, at) => [...names, ...values[at]!]),
      ],
      '\t',
    );
  };
  return {
    [`mrIot${version}.txt`]: format(
      labels,
      labels.map((label) => [...label, 'M.EUR/M.EUR']),
      table.z.map(over),
    ),
    [`mrFinalDemand${version}.txt`]: format(
      demand,
      labels.map((label) => [...label, 'M.EUR']),
      table.y,
    ),
    [`mrEmissions${version}.txt`]: format(labels, [[stressors[0]!, 'air', 'kg/M.EUR']], [over(table.f[0]!)]),
    [`mrFDEmissions${version}.txt`]: format(demand, [[stressors[0]!, 'air', 'kg']], [table.demandF[0]!]),
    [`mrFactorInputs${version}.txt`]: format(labels, [['Value Added', 'M.EUR/M.EUR']], [over(table.added)]),
  };
}
