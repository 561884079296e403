/**
 * What a replay can find: code → meaning and what to do. No other codes exist. These are faults: the operator sealed, anchored or
 * published what the protocol does not allow.
 */
export const FAULT_CODES = {
  malformed:
    'A sealed record, its statement or its signature does not follow protocol §2 to §5. The operator must not seal it. Do not rely on it.',
  'content-differs':
    'A published record, statement or entry does not have the hash that was sealed. The replay cannot continue. Name another copy; if it says the same, the operator withholds the record.',
  'bad-signature': 'No key can have made the signature of a sealed record. Do not rely on the record.',
  'unknown-key':
    'A sealed record was signed with a key that the registry does not know for its party. Do not rely on the record.',
  'closed-key':
    'A record was signed with a key of its party that had no open window when the record was sealed. Do not rely on the record.',
  'no-role':
    'A record was sealed although its party had no role then that may write its kind. Do not rely on the record.',
  'own-source': 'An assurance or decision names a source of its own party. Do not rely on the record.',
  'wrong-answer':
    'The subject of an assurance or decision is not the stream of the record that it answers. Do not rely on the record.',
  'source-missing':
    'A sealed record names a source that is not sealed in its batch or before. Do not rely on the record.',
  'record-repeated': 'A record was sealed twice. Ask the operator.',
  'stream-forked':
    'Two different records were sealed at one place of a stream. Do not rely on the stream; ask its party and the operator.',
  'stream-skips':
    'A sealed record does not continue the head of its stream: a version is missing, or `previous` names another record. Ask the operator for the missing version; do not rely on the stream.',
  'records-differ':
    'The published records of a batch do not give the root and the number that are anchored: a record is missing, added or changed. The replay cannot continue. Name another copy; if it says the same, the operator withholds records.',
  'heads-differ':
    'The heads of a batch are not those that its records give: the operator rolled a head back, left one out or invented one. Do not rely on heads of this batch.',
} as const;

/** What a replay reports beside faults: nothing that the operator could have avoided. */
export const WARNING_CODES = {
  'ended-since-sealing':
    'The key or the role of a record ended between sealing and anchoring. The record moves its head, but no verifier accepts it. An operator who sealed late could reach back over the end of a key only so far. Do not rely on the record.',
} as const;

/** Why a replay ended before the newest final batch. Nothing of it is kept: another copy or endpoint may do better. */
export const UNCHECKED_CODES = {
  'copy-lacks': 'The publication lacks a batch that is on the chain. Try again later, or name another copy.',
  'copy-damaged': 'A file of the publication does not match its own checksum or format. Name another copy.',
  'header-differs': 'A published header is not the one on the chain. Name another copy.',
  'events-missing': 'The endpoint gave fewer anchorings than the contract counts. Name another endpoint.',
  'anchor-differs':
    'The word in the contract does not say what the event of the batch says. Name another endpoint: this one is broken, or lies.',
  'chain-broken':
    'A header does not follow the header before it. Name another endpoint; if it says the same, the contract is not the one of this project: do not rely on the ledger, and let a policy name the code (`codeHash`).',
  'time-differs':
    'A batch was not sealed before it was anchored, or longer before than `maxDelay` allows. Name another endpoint; if it says the same, the contract is not the one of this project: do not rely on the ledger, and let a policy name the code (`codeHash`).',
  'endpoint-behind':
    'The final block of the endpoint is older than the batch that was replayed last. Try again later, or name another endpoint.',
} as const;

/** Every code that a replay reports. */
export const REPLAY_CODES = { ...FAULT_CODES, ...WARNING_CODES, ...UNCHECKED_CODES };

export type ReplayCode = keyof typeof REPLAY_CODES;

/** Something that a replay found. */
export interface ReplayFinding {
  readonly code: ReplayCode;
  /** The number of the batch. */
  readonly batch: number;
  /** The id of the record; null where it is about the batch. */
  readonly record: string | null;
  /** In words, with both values. */
  readonly message: string;
}

/** Tells whether a finding is a fault, and not a warning or a reason why nothing was checked. */
export function isFault({ code }: Pick<ReplayFinding, 'code'>): boolean {
  return Object.hasOwn(FAULT_CODES, code);
}
