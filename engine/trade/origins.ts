import type { Draft } from '../figures/draft.ts';
import { aboutGroups, exclude, listMissing } from './accounts.ts';
import { fillMatrix } from './cells.ts';
import { selectSets } from './domestic-table.ts';
import type { FinalDemand } from './final-demand.ts';
import type { RegionGroup, SectorGroup } from './groups.ts';
import { segmentOf } from './keys.ts';
import { TableForms } from './table-forms.ts';
import type { Table, TableMatrix } from './table.ts';

/** What is asked of a table: who buys, what, and where it is emitted. */
export interface OriginsAsked {
  readonly demand: FinalDemand;
  readonly regions: readonly RegionGroup[];
  readonly sectors: readonly SectorGroup[];
}

/**
 * Drafts what is emitted in each region for each product that the final demand of a region buys: where it was emitted × what was bought. What
 * each region emits of a stressor is a stressor of its own, so one solution with S L gives all of it.
 */
export function draftOrigins(table: Table, stressor: number, asked: OriginsAsked): Draft[] {
  const { demand, regions, sectors } = asked;
  const forms = new TableForms(splitByOrigin(table, stressor, regions));
  const bySector = Map.groupBy(
    table.industries.map((_industry, index) => index),
    (index) => table.industries[index]!.sector,
  );
  return regions.flatMap((buyer) =>
    demand.accountsOf(buyer).flatMap(({ account, demands, name }) =>
      sectors.flatMap((sold) =>
        regions.map((origin, from): Draft => {
          const about = aboutGroups(table, stressor, [...new Set([buyer, origin])]);
          const names = [buyer.name, sold.name, origin.name, table.stressors[stressor]!.name];
          return {
            ...exclude(about, listMissing([sold], 'sector')),
            key: [`${account}-origin`, ...names.map(segmentOf)].join('/'),
            expression: forms.add({
              kind: 'bought',
              stressor: from,
              industries: sold.members.flatMap((sector) => bySector.get(sector)!),
              demands,
              about: `${sold.name}, ${name}`,
              sets: [...buyer.sets, ...sold.sets, ...(origin === buyer ? [] : origin.sets)],
            }),
          };
        }),
      ),
    ),
  );
}

/** Returns a table with a stressor for each group of regions: what its industries emit of one, and nothing elsewhere. */
function splitByOrigin(table: Table, stressor: number, groups: readonly RegionGroup[]): Table {
  const { regions, stressors, sources } = table;
  return {
    ...table,
    stressors: groups.map(({ name }) => ({ ...stressors[stressor]!, origin: name })),
    f: splitRow(table, stressor, groups),
    fy: null,
    sources: {
      ...sources,
      f: groups.map(({ members }) =>
        sources.concordance.length > 0
          ? sources.f[stressor]!
          : members.flatMap((region) =>
              selectSets(table, sources.f[stressor]!, { region: regions[region]! }),
            ),
      ),
    },
  };
}

function splitRow({ industries, f }: Table, stressor: number, groups: readonly RegionGroup[]): TableMatrix {
  const groupOf = new Map(groups.flatMap(({ members }, at) => members.map((region) => [region, at])));
  const [k, n] = [groups.length, f.columns];
  if (f.cells !== null) {
    const own = f.cells.filter(({ from }) => from === stressor);
    return fillMatrix(
      own.map((cell) => ({ ...cell, from: groupOf.get(industries[cell.to]!.region)! })),
      k,
      n,
    );
  }
  const values = new Float64Array(k * n);
  industries.forEach(({ region }, i) => {
    values[groupOf.get(region)! * n + i] = f.values[stressor * n + i]!;
  });
  const spreads = f.spreads
    ?.filter(({ from }) => from === stressor)
    .map((cell) => {
      const from = groupOf.get(industries[cell.to]!.region)!;
      return { ...cell, from, at: from * n + cell.to };
    });
  const matrix = { rows: k, columns: n, values, cells: null, relative: f.relative };
  return spreads === undefined ? matrix : { ...matrix, spreads };
}
