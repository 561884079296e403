import {
  findProcedure,
  PROCEDURES,
  type SplitParts,
  splitSentences,
} from '../../agents/coordinator/procedures.ts';
import type { Procedure } from '../../agents/procedures/procedure.ts';
import { SHORT_ID } from '../../client/http/fetch-records.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** @throws UsageError `option` where the words name no type, and no option does */
export function chooseProcedures(text: string, forms: readonly string[] | undefined): SplitParts {
  const found = forms === undefined ? splitSentences(text) : { procedures: forms.map(openForm), unknown: [] };
  if (found.procedures.length > 0) return found;
  throw noForm('the words of the question name no type that an agent answers');
}

/** Beside runs, records are those inputs that are named as such: proof files, and ids. */
export function namesOfRecords(
  names: readonly string[],
  procedures: readonly Procedure[],
): readonly string[] {
  if (procedures.every(({ runs }) => runs.length === 0)) return names;
  return names.filter((name) => SHORT_ID.test(name) || name.endsWith('.carbon-proof.json'));
}

/** @throws UsageError `option` */
function openForm(form: string): Procedure {
  const found = findProcedure(form);
  if (found !== null) return found;
  throw noForm(`no type of question is called ${form}`);
}

function noForm(what: string): UsageError {
  const known = PROCEDURES.map(({ question }) => question).join(', ');
  return new UsageError(
    'option',
    `${what}: add --form with one of ${known}; ledger ask --types says what each takes`,
  );
}

/** @throws UsageError `option` where an answer file cannot hold what a question asks */
export function checkForFile(procedures: readonly Procedure[]): void {
  const [first] = procedures;
  if (procedures.length === 1 && (first!.runs.length > 0 || first!.records !== undefined)) return;
  throw new UsageError(
    'option',
    '--out takes a question of one type that is answered from runs or records: ask about each part alone',
  );
}
