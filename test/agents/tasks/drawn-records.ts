import { drawFrom } from '../../../agents/evaluate/rows/random.ts';
import {
  type ListedRecord,
  type OpenedProof,
  type RecordReads,
  standardOf,
} from '../../../agents/records/record-reads.ts';
import { formatBundle } from '../../../core/proofs/bundle.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { titleOf } from '../../../core/records/statement.ts';
import { verifyBundle } from '../../../core/verify/verify.ts';
import { defaultPolicy } from '../../core/verify/market.ts';
import { buildBundle, linkRecord, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { readFacts } from '../../helpers/memory-ledger.ts';
import type { SignedRecord } from '../../helpers/signed-record.ts';
import { COMPANY, type DrawnLedger, drawLedger, type RecordName } from './drawn-ledger.ts';
import { SEED } from './task-run.ts';

let drawn: DrawnLedger | undefined;

/** Returns the ledger of the seed, drawn once. */
export function openDrawn(): DrawnLedger {
  drawn ??= drawLedger(drawFrom(SEED));
  return drawn;
}

/** What a search finds, in which proof files hold what. */
export interface Search {
  readonly found: readonly RecordName[];
  /** Those that are made from the first one, as the ledger lists them. */
  readonly dependents?: readonly RecordName[];
  /** Others that have a proof file: those found cite them. */
  readonly cited?: readonly RecordName[];
  /** Of these, one digit of the total is another one than was signed. */
  readonly changed?: readonly RecordName[];
  /** Keys that proof files show; others show all. */
  readonly partly?: Readonly<Partial<Record<RecordName, readonly string[]>>>;
}

/** Reads records of the drawn ledger: each proof file is made here, and verified from what its chain says. */
export function readDrawn({
  found,
  dependents = [],
  cited = [],
  changed = [],
  partly = {},
}: Search): RecordReads {
  const list = (names: readonly RecordName[]) =>
    Promise.resolve({
      records: names.map((name) => listRecord(openDrawn().records[name])),
      by: 'searched' as const,
      hasMore: true,
    });
  const names = [...new Set([...found, ...dependents, ...cited])];
  return {
    list: () => list(found),
    dependents: () => list(dependents),
    open: (id) => {
      const name = names.find((each) => openDrawn().records[each].id === id);
      return name === undefined
        ? Promise.resolve(null)
        : openProof(name, { isChanged: changed.includes(name), partly });
    },
  };
}

function listRecord({ id, submission: { record, statement } }: SignedRecord): ListedRecord {
  const { party, kind, subject, sequence } = record;
  return {
    ...{ id, kind: nameOfKind(kind), subject, sequence, title: titleOf(statement) },
    standard: standardOf(statement),
    party: { id: party, identifier: COMPANY },
  };
}

interface Showing {
  readonly isChanged: boolean;
  readonly partly: NonNullable<Search['partly']>;
}

async function openProof(name: RecordName, { isChanged, partly }: Showing): Promise<OpenedProof> {
  const { ledger, records } = openDrawn();
  const show = (of: RecordName) => {
    const keys = partly[of];
    return showRecord(ledger, records[of], keys === undefined ? { all: true } : { keys });
  };
  const { party, sources } = records[name].submission.record;
  const names = (Object.keys(records) as RecordName[]).filter((each) => sources.includes(records[each].id));
  const bundle = {
    ...buildBundle([show(name), ...names.map(show)]),
    history: name === 'second' ? [linkRecord(ledger, records.first)] : [],
    heads: [name, ...names].map((each) => showHead(ledger, records[each], ledger.batches.length)),
  };
  const text = formatBundle(bundle);
  const file = new TextEncoder().encode(isChanged ? text.replace(/"value":"\d/u, '"value":"0.') : text);
  const { facts } = ledger;
  const found = await verifyBundle(file, {
    policy: defaultPolicy({ newest: 'not-asked' }),
    reader: readFacts(facts),
    now: facts.vouched.time + 60,
  });
  const named = { id: party, identifiers: [COMPANY] };
  return { found: { ...found, party: named, parties: [named], latest: null }, isPrivate: true };
}
