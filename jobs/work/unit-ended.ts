/** Why a thread was ended by the unit that it computed. */
export type UnitEndedCode = 'worker-ended' | 'unit-too-slow';

/** A unit ended the thread that computed it, or was stopped. It is given up after three attempts, and is not computed at home either. */
export class UnitEnded extends Error {
  override readonly name = 'UnitEnded';
  readonly code: UnitEndedCode;

  constructor(code: UnitEndedCode, message: string) {
    super(message);
    this.code = code;
  }
}
