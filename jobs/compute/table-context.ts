import { DATASET_ROWS, type DatasetName } from '../../client/generated/row-types.ts';
import { checkInputs, type InputRecord } from '../../engine/rows/input.ts';
import { findCataloguedMethod, readMethodsCatalogue } from '../engines/methods-catalogue.ts';
import { isActivity } from '../import/row-types.ts';
import type { TableContext } from '../map/table-choice.ts';
import { readParameterTimes } from './run-parameters.ts';
import type { Parameters } from './suggest-parameters.ts';

/** A run that takes a table of a company's own beside its inputs. */
export interface RunOfTable {
  /** `id@version`. */
  readonly method: string;
  readonly inputs: readonly InputRecord[];
  readonly parameters: Parameters;
}

/** Returns what a table of a company's own is read for: the rows that the run reads, and what its other inputs and its parameters say. @throws EngineError */
export async function openTableContext({ method, inputs, parameters }: RunOfTable): Promise<TableContext> {
  const { reads } = await findCataloguedMethod(method);
  const { rows: schemas } = await readMethodsCatalogue();
  const activities = reads.filter((type) => isActivity(type) && type !== 'figure');
  const wanted = activities.length > 0 ? activities : reads;
  const shared = (dataset: DatasetName): readonly string[] =>
    wanted.filter((type) => (DATASET_ROWS[dataset] as readonly string[]).includes(type));
  const [dataset = 'activity'] = (Object.keys(DATASET_ROWS) as DatasetName[]).toSorted(
    (one, other) => shared(other).length - shared(one).length,
  );
  const { period } = readParameterTimes(parameters);
  return {
    ...{ dataset, schemas, types: shared(dataset) },
    others: checkInputs(inputs).flatMap(({ entries }) => entries),
    period: (period as TableContext['period'] | undefined) ?? null,
  };
}
