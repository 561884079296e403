/** Closed list of what can be wrong with a run that a caller asks for. */
export type EngineErrorCode =
  | 'unknown-method'
  | 'bad-parameters'
  | 'bad-inputs'
  | 'bad-unit'
  | 'bad-detail'
  | 'unit-mismatch'
  | 'out-of-range'
  | 'overflow'
  | 'duplicate-record'
  | 'duplicate-key'
  | 'duplicate-instrument'
  | 'missing-period'
  | 'straddled-period'
  | 'missing-activity'
  | 'missing-factor'
  | 'ambiguous-factor'
  | 'factor-out-of-time'
  | 'unused-proxy'
  | 'instruments-exceed-consumption'
  | 'mixed-gases';

/** The caller's fault: what was asked cannot be computed as asked. `value` is the offending value. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  readonly value: unknown;

  constructor(code: EngineErrorCode, message: string, value: unknown) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.value = value;
  }
}
