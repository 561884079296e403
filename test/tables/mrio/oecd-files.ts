import { joinLines, makeTable, pairsOf } from './made-table.ts';

const CATEGORIES = ['HFCE', 'INVNT'];

/** Returns an OECD table of these countries, as a CSV file. */
export function formatOecd(regions: readonly string[]): string {
  const table = makeTable(regions, ['01T02', '24']);
  const labels = pairsOf(regions, table.sectors).map(([region, sector]) => `${region}_${sector}`);
  const demand = pairsOf(regions, CATEGORIES).map(([region, category]) => `${region}_${category}`);
  return joinLines(
    [
      ['V1', ...labels, ...demand, 'OUT'],
      ...labels.map((label, row) => [label, ...table.z[row]!, ...table.y[row]!, table.output[row]!]),
      ['TLS', ...labels.map(() => 0.25), ...demand.map(() => 0), 0],
      ['VA', ...table.added.map((value) => value - 0.25), ...demand.map(() => 0), 0],
      ['OUT', ...table.output, ...demand.map(() => 0), 0],
    ],
    ',',
  );
}
