import { Failure } from '../../../components/states.tsx';
import { useRunFaults } from '../../../language/faults/run-faults.ts';
import { useTableFaults } from '../../../language/faults/table-faults.ts';

/** Says what the engine or the reader of a table refused, and what to do. */
export function CodedFailure({ error }: { error: unknown }) {
  const [ofRun, ofTable] = [useRunFaults(), useTableFaults()];
  const isOfTable = error instanceof Error && error.name === 'DatasetRefused';
  return <Failure error={error} faults={isOfTable ? ofTable : ofRun} />;
}
