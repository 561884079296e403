import type { Draft } from '../figures/draft.ts';
import { aboutFigure } from './accounts.ts';
import { fillMatrix } from './cells.ts';
import { selectSets } from './domestic-table.ts';
import type { FinalDemand } from './final-demand.ts';
import { segmentOf } from './keys.ts';
import { TableForms } from './table-forms.ts';
import type { Table, TableMatrix } from './table.ts';

/**
 * Drafts what is emitted in each region for each product that the final demand of a region buys: where it was emitted × what was bought. What
 * each region emits of a stressor is a stressor of its own, so one solution with S L gives all of it.
 */
export function draftOrigins(table: Table, stressor: number, demand: FinalDemand): Draft[] {
  const { regions, industries } = table;
  const forms = new TableForms(splitByOrigin(table, stressor));
  const bySector = Map.groupBy(
    industries.map((_industry, index) => index),
    (index) => industries[index]!.sector,
  );
  return regions.flatMap((region, buyer) =>
    demand.accountsOf(buyer).flatMap(({ account, demands, name }) =>
      [...bySector].flatMap(([sector, all]) =>
        regions.map((origin, from): Draft => {
          const about = `${sector}, ${name}`;
          const names = [region, sector, origin, table.stressors[stressor]!.name];
          return {
            ...aboutFigure(table, stressor, buyer === from ? [buyer] : [buyer, from]),
            key: [`${account}-origin`, ...names.map(segmentOf)].join('/'),
            expression: forms.add({ kind: 'bought', stressor: from, industries: all, demands, about }),
          };
        }),
      ),
    ),
  );
}

/** Returns a table with a stressor for each region: what its industries emit of one, and nothing elsewhere. */
function splitByOrigin(table: Table, stressor: number): Table {
  const { regions, stressors, sources } = table;
  return {
    ...table,
    stressors: regions.map((origin) => ({ ...stressors[stressor]!, origin })),
    f: splitRow(table, stressor),
    fy: null,
    sources: {
      ...sources,
      f: regions.map((region) => selectSets(table, sources.f[stressor]!, { region })),
    },
  };
}

function splitRow({ regions, industries, f }: Table, stressor: number): TableMatrix {
  const [k, n] = [regions.length, f.columns];
  if (f.cells !== null) {
    const own = f.cells.filter(({ from }) => from === stressor);
    return fillMatrix(
      own.map((cell) => ({ ...cell, from: industries[cell.to]!.region })),
      k,
      n,
    );
  }
  const values = new Float64Array(k * n);
  industries.forEach(({ region }, i) => (values[region * n + i] = f.values[stressor * n + i]!));
  return { rows: k, columns: n, values, cells: null, relative: f.relative };
}
