import { listSome } from '../../errors/list-some.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft, Exclusion } from '../../figures/draft.ts';
import type { Row } from '../../rows/row.ts';
import type { Chain, Demand, Supply } from './chain.ts';
import type { CycleParameters } from './parameters.ts';
import type { ExchangeRow } from './processes.ts';
import type { RowSets } from './row-sets.ts';

export const METHOD = 'life-cycle@1';

/** What the figures of a functional unit share, but for their gases and units. */
export type About = Pick<
  Draft,
  | 'method'
  | 'scope'
  | 'categories'
  | 'gwpSet'
  | 'geographies'
  | 'basis'
  | 'rules'
  | 'exclusions'
  | 'documents'
  | 'warnings'
>;

/** Returns what all figures of a functional unit state: boundary, allocation, what is cut off and what is left out. */
export function aboutDemand(chain: Chain, demand: number, sets: RowSets, chosen: CycleParameters): About {
  const { unit } = chain.demands[demand]!;
  const reached = sets.reachedBy(demand);
  const supplies = [...reached].map((at) => chain.supplies[at]!);
  const cutOff = listCutOff(chain, reached);
  const omitted = chain.omitted.filter(({ to }) => reached.has(to)).map(({ row }) => row);
  const exclusions = [...cutOff.map(({ row: _row, ...others }) => others), ...excludeOmitted(omitted)];
  const outOfTime = listOutOfTime(supplies);
  const links = chain.flows.flatMap(({ emission, to }) =>
    emission?.link != null && reached.has(to) ? [emission.link] : [],
  );
  const documents = [...links, ...outOfTime, ...sets.documentsOf(demand)];
  const warnings = [
    ...outOfTime.map(warnOfTime),
    ...cutOff.map(({ row, ...exclusion }) => warnOfCutOff(exclusion, row)),
    ...omitted.map(warnOfOmitted),
    ...warnOfAvoided(chain, reached),
    ...warnOfModules(chain, demand, reached, chosen),
  ];
  return {
    ...{ method: METHOD, scope: null, categories: [], gwpSet: null, geographies: [], basis: 'life-cycle' },
    rules: describeRules(unit.boundary, supplies, chosen),
    ...(exclusions.length === 0 ? {} : { exclusions }),
    ...(documents.length === 0 ? {} : { documents }),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

/** Standards as figures name them; clauses are named only where they were read. */
const TITLES = {
  none: null,
  iso14067: 'ISO 14067 (its text was not read)',
  en15804: 'EN 15804 (its text was not read)',
} as const;

function describeRules(
  boundary: string,
  supplies: readonly Supply[],
  { standard, landUseYears }: CycleParameters,
): string {
  const shared = supplies.filter(({ share }) => share.method !== 'whole');
  const named = [...new Set(shared.map(({ maker, share }) => `${maker.name} by ${share.method}`))].sort();
  const isSpread = supplies.some(({ maker }) => maker.emissions.some((emission) => emission.isSpread));
  return [
    TITLES[standard] ?? [],
    boundary,
    named.length === 0 ? [] : `allocation: ${listSome(named)}`,
    isSpread ? `land-use change over ${landUseYears} years` : [],
  ]
    .flat()
    .join('; ');
}

function listCutOff(chain: Chain, reached: ReadonlySet<number>): (Exclusion & { readonly row: Row })[] {
  return chain.lines.flatMap((line, at) => {
    if (line.type === 'flow') return [];
    const own = chain.flows.filter(({ line: of, to }) => of === at && reached.has(to));
    if (own.length === 0) return [];
    const { row } = own.reduce((first, other) => (other.row.index < first.row.index ? other : first));
    return [{ what: line.item, reason: 'parameters.cutOff leaves out its process', row }];
  });
}

function warnOfCutOff({ what }: Exclusion, { record, key }: Row): Warning {
  const message = `${key} needs ${what}, which is cut off: what its process needs and emits is in no figure, and the figure cut-off says how much of it is needed`;
  return { code: 'cut-off', message, row: { record, key } };
}

function excludeOmitted(rows: readonly ExchangeRow[]): Exclusion[] {
  const items = [...new Set(rows.map(({ detail }) => detail.product))].sort();
  return items.length === 0 ? [] : [{ what: listSome(items), reason: 'no process makes or treats it' }];
}

function warnOfOmitted({ record, key, value, unit, detail: { process, product } }: ExchangeRow): Warning {
  const message = `${key}: ${process} needs ${value} ${unit.text} of ${product}, and no process makes or treats it: it is in no figure, as parameters.withoutProcess says`;
  return { code: 'without-process', message, row: { record, key } };
}

/** Warns of rows that save what other processes emit: of each once. Those beyond the system are in no total. */
function warnOfAvoided({ cells }: Chain, reached: ReadonlySet<number>): Warning[] {
  const own = cells.filter(({ ratio, to, isBeyond }) => ratio < 0 && !isBeyond && reached.has(to));
  return [...new Set(own.map(({ row }) => row))].map(({ record, key, detail }) => {
    const message = `${key} saves the supply of ${detail.product}, and totals are less by it: the figure substitution says by how much`;
    return { code: 'avoided-product', message, row: { record, key } };
  });
}

function listOutOfTime(supplies: readonly Supply[]): Row[] {
  return [...new Set(supplies.flatMap(({ maker }) => maker.outOfTime))].sort((a, b) => a.index - b.index);
}

function warnOfTime({ record, key }: Row): Warning {
  const message = `${key} is not valid in the whole period of the run, and is left out: correct its period, or leave it without one`;
  return { code: 'other-period', message, row: { record, key } };
}

/** Warns of stages that do not count, because their process supplies no functional unit, and of rows without one. */
function warnOfModules(
  chain: Chain,
  demand: number,
  reached: ReadonlySet<number>,
  { standard }: CycleParameters,
): Warning[] {
  if (standard !== 'en15804') return [];
  const { supply } = chain.demands[demand] as Demand;
  const own = chain.supplies[supply]!.maker;
  const warnings: Warning[] = [];
  for (const at of reached) {
    const { maker } = chain.supplies[at]!;
    const rows = [
      ...maker.needs.map(({ row }) => ({ row: row as Row, module: row.detail.module })),
      ...maker.emissions.map(({ row, link, module }) => ({ row: link ?? row, module })),
    ];
    for (const { row, module } of rows)
      if ((maker === own) === (module === undefined)) warnings.push(warnOfModule(row, module));
  }
  return warnings;
}

function warnOfModule({ record, key }: Row, module: string | undefined): Warning {
  if (module === undefined) {
    const message = `${key} states no stage of the life cycle, and is in the total of the stages A to C: state detail.module`;
    return { code: 'module-unstated', message, row: { record, key } };
  }
  const message = `${key} states the stage ${module}, and its process supplies no functional unit: the stage counts of the row that needs it`;
  return { code: 'module-ignored', message, row: { record, key } };
}

/** Returns `about` with more warnings. */
export function warnAlso(about: About, warnings: readonly Warning[]): About {
  return warnings.length === 0 ? about : { ...about, warnings: [...(about.warnings ?? []), ...warnings] };
}
