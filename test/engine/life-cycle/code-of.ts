import { EngineError } from '../../../engine/errors/engine-error.ts';

/** Returns code, key and column of the error that a call throws; null where it throws none. */
export function codeOf(call: () => unknown): readonly unknown[] | null {
  try {
    call();
    return null;
  } catch (error) {
    if (error instanceof EngineError) return [error.code, error.row?.key, error.row?.column];
    throw error;
  }
}
