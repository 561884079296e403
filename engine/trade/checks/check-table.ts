import { readFloat } from '../../quantities/float.ts';
import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import { listSome } from '../../errors/list-some.ts';
import type { Warning } from '../../errors/warning.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import type { Period, Row, RowOf } from '../../rows/row.ts';
import { firstRow, type Table } from '../table.ts';
import { listExchanged } from './exchanged-emissions.ts';
import { compareBalance } from './balance.ts';
import { compareIntensities } from './intensities.ts';
import { compareNational } from './national-totals.ts';
import { showPercent } from '../show.ts';
import { listSwapped } from './swapped-regions.ts';
import { sumTable, type TableSums } from './table-sums.ts';
import { listUnlikeRegions } from './unlike-regions.ts';
import { listUnproductive } from '../unproductive.ts';
import { readValueAdded } from './value-added.ts';

/** How a table is checked. */
export interface TableChecks {
  /** The largest accepted difference of output, over the output of an industry. */
  readonly tolerance: number;
  /** The period of another table of the inputs, such as the year before. */
  readonly compared?: Period;
  /** Returns the table of a period; null where the inputs have none. */
  readonly read?: (period: Period) => Table | null;
}

/** What a check found, and the rows that it compared the table with. */
interface Checked {
  readonly warnings: readonly Warning[];
  readonly rows?: Table['sources']['checks'];
  readonly documents?: readonly Row[];
}

/**
 * Returns a table with a warning for each kind of fault that it likely has: each names industries or regions, the largest first, and by how
 * much. Nothing is refused here: a table can be right and look unlike others.
 * @throws EngineError for rows of value added, or another table, that cannot be read
 */
export function checkTable(table: Table, context: MethodContext, asked: TableChecks): Table {
  const sums = sumTable(table);
  const checked = [
    checkBalance(table, sums, context, asked),
    checkProduction(table, sums),
    checkRegions(table, sums),
    checkNational(table, context),
    ...(asked.compared === undefined ? [] : [checkIntensities(table, context, asked)]),
  ];
  const { sources } = table;
  return {
    ...table,
    warnings: [...table.warnings, ...checked.flatMap(({ warnings }) => warnings)],
    sources: {
      ...sources,
      checks: [...(sources.checks ?? []), ...checked.flatMap(({ rows = [] }) => rows)],
      documents: [...sources.documents, ...checked.flatMap(({ documents = [] }) => documents)],
    },
  };
}

function checkBalance(
  table: Table,
  sums: TableSums,
  context: MethodContext,
  { tolerance }: TableChecks,
): Checked {
  const added = readValueAdded(table, context);
  const { unbalanced, judged } = compareBalance(sums, added, tolerance);
  const reading = findReading(table, context);
  const ofReading = readFloat(reading?.detail.judged ?? '0');
  const open = 1 - (ofReading > judged ? ofReading : judged);
  const warnings: Warning[] = [];
  if (unbalanced.length > 0) {
    const message = `${unbalanced.length} of ${sums.industries.length} industries do not balance: ${list(unbalanced)}`;
    warnings.push({ code: 'unbalanced-table', message, row: firstRow(table, unbalanced[0]!.industry) });
  }
  if (open > LEAST_OPEN) {
    const message = `nothing judges ${showPercent(open)} of the output of the table: no row value-added, and no reading of the table, says what its industries add to their inputs`;
    warnings.push({ code: 'unchecked-output', message, row: firstRow(table, null) });
  }
  return { warnings, rows: added?.rows ?? [], documents: reading === null ? [] : [reading] };
}

/** A part of output that is less is not told from nothing. */
const LEAST_OPEN = 1e-9;

/** Returns how the documents of a table were read, where that was judged. */
function findReading({ sources }: Table, { rows }: MethodContext): RowOf<'table-reading'> | null {
  const [z] = sources.documents;
  if (z === undefined) return null;
  const own = rowsOfType(rows, 'table-reading').filter(
    ({ record, from, until }) =>
      record === z.record && (from === z.from || from === 0) && (until === z.until || until === 0),
  );
  return own.find(({ detail }) => detail.judged !== undefined) ?? null;
}

function checkProduction(table: Table, sums: TableSums): Checked {
  const found = listUnproductive(sums);
  if (found.length === 0) return NOTHING;
  const message = `${found.length} of ${sums.industries.length} industries add nothing to their inputs: ${list(found)}`;
  return {
    warnings: [{ code: 'unproductive-industry', message, row: firstRow(table, found[0]!.industry) }],
  };
}

function checkRegions(table: Table, sums: TableSums): Checked {
  const swapped = listSwapped(sums);
  const unlike = listUnlikeRegions(table, sums);
  const row = firstRow(table, null);
  return {
    warnings: [
      ...(swapped.length === 0
        ? []
        : [warnUnlikely(`columns of two regions look as if they were exchanged: ${list(swapped)}`, row)]),
      ...(unlike.length === 0
        ? []
        : [warnUnlikely(`emissions of regions are unlike those of others: ${list(unlike)}`, row)]),
    ],
  };
}

function checkNational(table: Table, context: MethodContext): Checked {
  const { different, rows } = compareNational(table, context);
  const [first] = different;
  if (first === undefined) return { warnings: [], rows };
  const message = `emissions of regions are unlike the totals of their countries: ${list(different)}`;
  return { warnings: [warnUnlikely(message, first.row)], rows };
}

function checkIntensities(
  table: Table,
  context: MethodContext,
  { compared: period, read }: TableChecks,
): Checked {
  if (period === undefined || read === undefined) return NOTHING;
  if (period.from === context.period.from && period.until === context.period.until) return NOTHING;
  const other = read(period);
  const place = placeOfAsked('parameters.compared');
  if (other === null)
    throw new EngineError(
      'bad-parameters',
      'the inputs have no table of the period that is compared',
      period,
      place,
    );
  if (other.currency !== table.currency) {
    const text = `the table of the period that is compared is in ${other.currency}, and that of the run in ${table.currency}`;
    throw new EngineError('mixed-currencies', text, other.currency, place);
  }
  const unlike = compareIntensities(table, other);
  const exchanged = listExchanged(table, other);
  const { z, y, f, documents } = other.sources;
  const rows = [...z, ...y, ...f.flat()].map((set) => ({ ...set, symbol: `${set.symbol}_compared` }));
  const about = `${unlike.length} emission intensities are unlike those of the table that is compared`;
  const warnings = [
    ...(unlike.length === 0
      ? []
      : [warnUnlikely(`${about}: ${list(unlike)}`, firstRow(table, unlike[0]!.industry))]),
    ...(exchanged.length === 0
      ? []
      : [
          warnUnlikely(
            `emissions of two regions look as if they were exchanged: ${list(exchanged)}`,
            firstRow(table, null),
          ),
        ]),
  ];
  return { warnings, rows, documents };
}

const NOTHING: Checked = { warnings: [] };

function warnUnlikely(message: string, { record, key }: Warning['row']): Warning {
  return { code: 'unlikely-table', message, row: { record, key } };
}

function list(found: readonly { readonly text: string }[]): string {
  return listSome(found.map(({ text }) => text));
}
