import type { EngineErrorCode } from '../../engine/errors/engine-error.ts';
import type { WarningCode } from '../../engine/errors/warning.ts';

/** The codes with which a run is refused: a program that shows them has a text for each. */
export type RunFaultCode = EngineErrorCode;

/** The codes that a run warns about. */
export type RunWarningCode = WarningCode;
