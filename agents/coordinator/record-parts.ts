import type { Obligation } from '../procedures/obligation.ts';
import type { PlannedBlock, Step } from '../procedures/procedure.ts';

/** Why a record gives no figure. */
const UNRESOLVED = ['no-record', 'proof-fails', 'proof-unchecked', 'proof-missing', 'no-figure'];
const NOT_SEARCHED = ['records-not-listed', 'records-not-opened'];

/** The steps by which registered records are found and opened. */
export const OPEN_STEPS: readonly Step[] = [
  { step: 'found', tool: 'find-records', of: [] },
  { step: 'opened', tool: 'open-record', of: [{ records: 'found' }] },
];

/** What every answer from registered records says: how each stands, and what was not found, opened or searched. */
export const RECORD_DUTIES: readonly Obligation[] = [
  { name: 'records', is: 'computed', run: 'records' },
  { name: 'standing', is: 'stated', what: { records: 'verified' } },
  { name: 'left-out', is: 'stated', what: { counted: 'figures-left-out' } },
  { name: 'unresolved', is: 'stated', what: { findings: UNRESOLVED, of: 'records' } },
  { name: 'not-searched', is: 'stated', what: { findings: NOT_SEARCHED, of: 'records' } },
];

/** How each record stands. */
export const STANDINGS: PlannedBlock = {
  frames: ['record-withdrawn', 'record-replaced', 'record-stale', 'record-current', 'record'],
  slots: { r: { records: 'verified' } },
  each: 'r',
};

/** What was left out. */
export const LEFT_OUT: PlannedBlock = {
  frames: ['counted'],
  slots: { c: { counted: 'figures-left-out' } },
  each: 'c',
};

/** What was found of records: these codes, and what every answer from them says. */
export function foundOfRecords(...codes: readonly string[]): PlannedBlock {
  const findings = [...codes, ...UNRESOLVED, ...NOT_SEARCHED];
  return { frames: ['found'], slots: { e: { findings, of: 'records' } }, each: 'e' };
}
