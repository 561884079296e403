import { randomBytes } from 'node:crypto';
import { isHex, type Hex } from '../../core/encoding/hex.ts';
import { formatJson, type JsonObject, parseJson } from '../../core/encoding/json.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { StreamName } from '../../core/records/record.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import type { Rounding } from '../../engine/decimal.ts';
import { EngineError } from '../../engine/errors.ts';
import type { Warning } from '../../engine/factor.ts';
import { describeRun, type RunResult } from '../../engine/run.ts';
import type { Api } from '../client/api.ts';
import { type DomainOptions, findDomain } from '../options/domain-options.ts';
import { createDraft, type Draft } from './draft.ts';
import type { UnsaltedEntry } from './entries-csv.ts';
import { saltEntries } from './entries-file.ts';
import { UsageError } from '../terminal/errors.ts';
import { fetchRecord, fetchStreamPlace, parseParty } from '../client/server-record.ts';
import { readStatement, type StatementOptions } from '../options/statement-options.ts';
import { findPlace, type PlaceOptions } from '../options/stream-place.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** How a result record is named. */
export interface ResultOptions extends StatementOptions, DomainOptions, Partial<PlaceOptions> {
  readonly subject?: string;
  readonly public?: boolean;
}

/** A run as it was made. */
export interface MadeRun {
  readonly method: string;
  readonly parameters: unknown;
  readonly result: RunResult;
  /** The digest of the released engine that gives the same (§10). */
  readonly digest: Hex;
}

/** Returns party and subject of a result's record. @throws UsageError `option` where one is missing */
export function checkResultOptions({ party, subject }: ResultOptions): { party: string; subject: string } {
  if (party !== undefined && subject !== undefined) return { party, subject };
  throw new UsageError('option', '--record wants --party and --subject beside it');
}

/** Returns the unsigned record of a run: its figures, the entry `run`, and its inputs as sources. @throws UsageError `option`; BadInput; ApiError */
export async function draftResult(terminal: Terminal, run: MadeRun, options: ResultOptions): Promise<Draft> {
  const { party, subject } = checkResultOptions(options);
  const stream: StreamName = { party: parseParty(party), kind: KINDS.result, subject };
  const { entries, secret } = saltEntries(
    entriesOfRun(run),
    options.public === true ? 'none' : 'derived',
    () => randomBytes(32),
  );
  return createDraft({
    domain: await findDomain(terminal, options),
    record: {
      ...stream,
      ...(await findPlace(terminal, { ...options, party }, stream)),
      sources: run.result.used.map(({ record }) => record as Hex),
    },
    statement: await readStatement(terminal, options, null),
    entries,
    secret,
    public: options.public === true,
  });
}

/** Returns the figures of a run and the entry `run` (§10), ready to be salted. */
export function entriesOfRun({ method, parameters, result, digest }: MadeRun): UnsaltedEntry[] {
  const run = describeRun(method, parameters as { rounding: Rounding }, result, digest);
  const document = { key: RUN_KEY, value: null, unit: '', from: 0, until: 0, detail: toDetail(run) };
  return [...result.figures.map((figure) => ({ ...figure, detail: toDetail(figure.detail) })), document];
}

/** Returns a detail as the JSON object that is hashed, which proves that it is one (§2). */
export function toDetail(detail: object): JsonObject {
  return parseJson(formatJson(detail)) as JsonObject;
}

/**
 * Checks that each input is a record that the chain holds; returns a warning of each that a later one superseded.
 * @throws EngineError `input-not-anchored`; ApiError
 */
export async function checkInputs(
  api: Api,
  records: readonly string[],
  tables: readonly string[],
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  for (const id of records) {
    if (tables.includes(id) || !isHex(id, 32))
      throw notAnchored(id, 'a table, or rows that nothing shows to be a record’s');
    const { record, state } = await fetchRecord(api, id);
    if (state !== 'anchored' && state !== 'final') throw notAnchored(id, state);
    const newest = await fetchStreamPlace(api, record);
    if (newest === null || newest.record === id) continue;
    const message = `${id} is superseded by sequence ${newest.sequence}, ${newest.record}`;
    warnings.push({ code: 'superseded-input', message, row: { record: id, key: '' } });
  }
  return warnings;
}

function notAnchored(id: string, state: string): EngineError {
  return new EngineError(
    'input-not-anchored',
    `an input of a result must be anchored, and ${id} is ${state}: register it, and wait by ledger bundle --wait`,
    id,
    { record: id, key: '', column: 'record' },
  );
}
