import type { Hex } from '../../core/encoding/hex.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import type { SignedRecord } from './signed-record.ts';
import { slowHead, slowHeader, slowHolder, slowMapRoot, slowSealed, slowTreeRoot } from './slow-reference.ts';

/** A ledger in memory that computes every batch from scratch with the slow reference. */
export interface SlowLedger {
  /** Party → stream → its head. */
  readonly heads: Map<string, Map<string, { sequence: number; record: string }>>;
  previous: string;
  number: number;
}

/** Returns a ledger without batches. */
export function openSlowLedger(): SlowLedger {
  return { heads: new Map(), previous: ZERO_HASH, number: 0 };
}

/** Applies a batch. Each of its records must continue its stream. Returns the expected header and its id. */
export function sealSlowly(
  ledger: SlowLedger,
  records: readonly SignedRecord[],
  sealedAt: number,
): { header: object; id: string } {
  for (const { id, stream, submission } of records) {
    const { party, sequence } = submission.record;
    const streams = ledger.heads.get(party) ?? new Map<string, { sequence: number; record: string }>();
    ledger.heads.set(party, streams);
    const head = streams.get(stream);
    if (head === undefined || head.sequence < sequence) streams.set(stream, { sequence, record: id });
  }
  const leaves = records.map(({ id, submission }) => slowSealed(id, submission.signature));
  const header = {
    number: ledger.number + 1,
    previous: ledger.previous,
    records: slowTreeRoot(leaves),
    recordCount: records.length,
    heads: headsRoot(ledger),
    sealedAt,
  };
  ledger.number = header.number;
  ledger.previous = slowHeader(header);
  return { header, id: ledger.previous };
}

function headsRoot({ heads }: SlowLedger): string {
  return slowMapRoot(
    [...heads].map(([party, streams]) => ({ key: party, leaf: slowHolder(party, streamsRoot(streams)) })),
  );
}

function streamsRoot(streams: ReadonlyMap<string, { sequence: number; record: string }>): string {
  return slowMapRoot(
    [...streams].map(([stream, { sequence, record }]) => ({
      key: stream,
      leaf: slowHead(stream, sequence, record),
    })),
  );
}

/** Returns all heads of the ledger. */
export function listHeads({
  heads,
}: SlowLedger): { party: Hex; stream: Hex; sequence: number; record: Hex }[] {
  return [...heads].flatMap(([party, streams]) =>
    [...streams].map(([stream, { sequence, record }]) => ({
      party: party as Hex,
      stream: stream as Hex,
      sequence,
      record: record as Hex,
    })),
  );
}
