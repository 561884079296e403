import { EngineError } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import { fromFloat } from '../quantities/float.ts';
import { aggregateTable, joinRegions } from './aggregate.ts';
import type { Concordance } from './concordance.ts';
import { FormValues } from './form-values.ts';
import type { FinalDemand } from './final-demand.ts';
import { oneRegion, otherRegions, type Form } from './forms.ts';
import { groupAlone } from './groups.ts';
import { segmentOf } from './keys.ts';
import { abs } from './rounding.ts';
import { TableForms } from './table-forms.ts';
import type { Table } from './table.ts';

/** The most industries of a table that is solved before it is grouped too, to measure what grouping changes. */
const MOST_MEASURED = 1000;
/** Changes below this, in per cent, are not told from none. */
const LEAST = 0.05;

/** Which accounts of a grouped table are measured. */
interface Measured {
  readonly demandOf: (table: Table) => FinalDemand;
  /** The stressors of the run: a run that is repeated may have no others. */
  readonly stressors: readonly number[];
}

/**
 * Returns a table that is grouped by a concordance before it is solved. Where industries become one, each figure has a warning, which says by
 * how much accounts differ from those of the table that is solved first and then grouped. Production is the same.
 * @throws EngineError as `aggregateTable`
 */
export function groupTable(table: Table, concordance: Concordance, measured: Measured): Table {
  const grouped = aggregateTable(table, concordance);
  const [before, after] = [table.industries.length, grouped.industries.length];
  if (before === after) return grouped;
  const text = `the table was grouped by ${concordance.name} before it was solved, ${before} industries to ${after}`;
  const join = (): Table => joinRegions(table, concordance);
  const changes = before > MOST_MEASURED ? 'not measured' : measureChanges(join, grouped, measured);
  const message = `${text}: ${describeChanges(changes)}; parameters.groups adds up after solving, which changes nothing`;
  const { record, key } = concordance.sources[0]!.rows[0]!;
  const warning: Warning = { code: 'grouped-table', message, row: { record, key } };
  return { ...grouped, warnings: [...table.warnings, warning] };
}

type Changes = ReadonlyMap<string, Change>;

function describeChanges(changes: Changes | 'not measured' | 'unsolvable'): string {
  if (changes === 'not measured')
    return `what that changes is not measured where a table has more than ${MOST_MEASURED} industries`;
  if (changes === 'unsolvable')
    return 'what that changes cannot be measured, because the table has no solution before';
  const largest = [...changes].filter(([, { percent }]) => abs(percent) >= LEAST);
  if (largest.length === 0) return `that changes no account by ${LEAST} % or more`;
  const texts = largest.map(
    ([account, { percent, key }]) => `${account} by up to ${String(fromFloat(percent, 3))} % (${key})`,
  );
  return `against solving it first, that changes ${texts.join(', ')}`;
}

interface Change {
  readonly percent: number;
  readonly key: string;
}

/** Returns the largest change of each account, over what it is where the table is solved first. */
function measureChanges(
  join: () => Table,
  grouped: Table,
  { demandOf, stressors }: Measured,
): Changes | 'unsolvable' {
  const changes = new Map<string, Change>();
  const demand = demandOf(grouped);
  try {
    const [before, after] = [join(), grouped].map(
      (table) => new FormValues(new TableForms(table).economy, false),
    ) as [FormValues, FormValues];
    for (const stressor of stressors)
      grouped.regions.forEach((name, region) => {
        for (const [account, forms] of formsOf(demand, stressor, { regions: grouped.regions, region })) {
          const [first, then] = [addUp(before, forms), addUp(after, forms)];
          if (first === 0) continue;
          const percent = (100 * (then - first)) / abs(first);
          const known = changes.get(account);
          const names = [account, name, grouped.stressors[stressor]!.name];
          if (known === undefined || abs(percent) > abs(known.percent))
            changes.set(account, { percent, key: names.map(segmentOf).join('/') });
        }
      });
  } catch (error) {
    if (error instanceof EngineError) return 'unsolvable';
    throw error;
  }
  return changes;
}

/** Returns the accounts of a region as sums of forms. The places of regions and final demand are those of both tables. */
function formsOf(
  demand: FinalDemand,
  stressor: number,
  { regions, region }: { regions: readonly string[]; region: number },
): [string, Form[]][] {
  const own = oneRegion(regions, region);
  const others = otherRegions(regions, own);
  const alone = groupAlone(own.name, region);
  const consuming = demand.accountsOf(alone).map(({ account, demands, name: about }): [string, Form[]] => [
    account,
    [
      { kind: 'bought', stressor, industries: null, demands, about },
      { kind: 'direct', stressor, industries: [], demands, about },
    ],
  ]);
  if (demand.isOpenBecause !== null) return consuming;
  return [
    ...consuming,
    ['imports', [{ kind: 'flow', stressor, from: others, to: own }]],
    ['exports', [{ kind: 'flow', stressor, from: own, to: others }]],
  ];
}

function addUp(values: FormValues, forms: readonly Form[]): number {
  return forms.reduce((sum, form) => sum + values.valueOf(form).value, 0);
}
