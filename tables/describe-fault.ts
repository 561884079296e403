import { BadInput } from '../core/errors.ts';
import { EngineError } from '../engine/errors/engine-error.ts';
import { UNIT_SPELLINGS } from '../engine/quantities/unit-spelling.ts';
import { CellFault, type TableCode, type TableProblem } from './cells/table-problem.ts';
import { listAlike, offerNames } from './name-lookup.ts';

/** Returns what is wrong with a cell. @throws any error that is not the table's fault */
export function describeFault(error: unknown): Pick<TableProblem, 'code' | 'message' | 'offered'> {
  if (error instanceof CellFault) return withOffered(error.code, error.message, error.offered);
  if (error instanceof BadInput) return { code: 'bad-member', message: error.message };
  if (error instanceof EngineError) {
    const code = codeOfUnit(error);
    const offered = code === 'unknown-unit' ? listAlike(String(error.value), UNIT_SPELLINGS) : [];
    return withOffered(code, `${error.message}${offerNames(offered)}`, offered);
  }
  throw error;
}

function withOffered(
  code: TableCode,
  message: string,
  offered: readonly string[],
): Pick<TableProblem, 'code' | 'message' | 'offered'> {
  return { code, message, ...(offered.length === 0 ? {} : { offered }) };
}

function codeOfUnit({ code }: EngineError): 'ambiguous-unit' | 'inexact-value' | 'unknown-unit' {
  if (code === 'ambiguous-unit') return code;
  return code === 'overflow' ? 'inexact-value' : 'unknown-unit';
}
