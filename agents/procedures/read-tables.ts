import { openTableContext } from '../../jobs/compute/table-context.ts';
import { addTables, type TableOfRun } from '../../jobs/compute/table-offers.ts';
import { readOwnTable } from '../../jobs/map/own-table.ts';
import type { GivenRun, RunOfTables } from './workbench.ts';

/** A run with the rows of tables, and the names of choices that none of the tables has. */
export interface ReadTables {
  readonly given: RunOfTables;
  readonly unknown: readonly string[];
}

/**
 * Reads tables of a company's own for a run, with the choices that a person accepted by these names. Where one leaves something open, the run is not
 * computed, and candidates are proposed.
 * @throws DatasetRefused where a cell is wrong that no choice makes right; EngineError for an unknown method or a wrong period
 */
export async function readTables(
  given: GivenRun,
  files: readonly File[],
  names: readonly string[],
): Promise<ReadTables> {
  const context = await openTableContext(given);
  const tables: TableOfRun[] = [];
  for (const file of files) tables.push({ read: await readOwnTable(file, context, names), context });
  const reads = tables.map(({ read }) => read);
  const taken = reads.flatMap((read) => read.taken);
  const open = reads.flatMap(({ file, open: choice }) =>
    choice === null ? [] : { table: file.name, about: choice.about },
  );
  const accepted = [
    ...(given.accepted ?? []),
    ...taken.map(({ name, reason }) => ({ name, reason, ofTable: true }) as const),
  ];
  return {
    given: {
      ...{ ...given, tables, inputs: addTables(given.inputs, reads) },
      ...(accepted.length === 0 ? {} : { accepted }),
      ...(open.length === 0 ? {} : { open }),
    },
    unknown: names.filter((name) => taken.every((each) => each.name !== name)),
  };
}
