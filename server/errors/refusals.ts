import type { AuthorityCode } from '../../core/parties/authority.ts';

/** Why the ledger does not accept a record that is well formed: code → HTTP status, meaning, what to do next. No other codes exist. */
export const REFUSALS = {
  'wrong-domain': {
    status: 422,
    meaning: 'The record was signed for another chain or ledger.',
    action: 'Sign it for the chain and ledger in /v1/status.',
  },
  'unknown-party': {
    status: 403,
    meaning: 'The party is not in the registry.',
    action:
      'Check that the party id is the hash of its first identifier; ask the registrar to register the party.',
  },
  'unknown-key': {
    status: 403,
    meaning:
      'No key of the party made this signature, or the record was signed for another chain or ledger, or changed after signing.',
    action:
      'Compare the address in `details.signer` with the keys of the party, and the chain and ledger that were signed for with /v1/status.',
  },
  'waiting-key': {
    status: 403,
    meaning: 'The key that signed is registered, but not valid yet at the newest final block.',
    action: 'Send the record again when the final block is later than `details.from`.',
  },
  'closed-key': {
    status: 403,
    meaning: 'The key that signed was closed.',
    action: 'Sign with an open key of the party.',
  },
  'role-may-not-write': {
    status: 403,
    meaning: 'The party has no role that may write records of this kind.',
    action: 'Compare the kind with the roles of the party (protocol §8).',
  },
  'waiting-role': {
    status: 403,
    meaning: 'The role that may write this kind is not valid yet at the newest final block.',
    action: 'Send the record again when the final block is later than `details.from`.',
  },
  'closed-role': {
    status: 403,
    meaning: 'The role that may write this kind was closed.',
    action: 'Ask the registrar to open the role again.',
  },
  'unknown-source': {
    status: 422,
    meaning: 'A source is not in this ledger.',
    action: 'Register the source first: it must be accepted before a record that names it.',
  },
  'rejected-source': {
    status: 422,
    meaning: 'A source was rejected.',
    action: 'Register the source again, or name another one.',
  },
  'own-source': {
    status: 422,
    meaning: 'An assurance or decision names a record of its own party as a source.',
    action: 'Leave that source out: a party cannot assure its own records.',
  },
  'foreign-result': {
    status: 422,
    meaning: "A disclosure cites a figure of a record that is not its own party's, or not among its sources.",
    action: 'Disclose figures of your own results, and name these results as sources.',
  },
  'unknown-addressee': {
    status: 422,
    meaning: 'A party that the record is meant for is not in the registry.',
    action:
      'Check that its id is the hash of its first identifier, or leave it out of `addressees`. Then sign the record again.',
  },
  'stream-conflict': {
    status: 409,
    meaning: 'Another record has this place in the stream.',
    action: 'Build the record on `details.head` and sign it again.',
  },
  'sequence-gap': {
    status: 409,
    meaning: 'The sequence is not one more than that of the newest record in the stream.',
    action: 'Build the record on `details.head`; if that is null, use sequence 1.',
  },
  'wrong-previous': {
    status: 409,
    meaning: 'The sequence is right, but `previous` is not the newest record in the stream.',
    action: 'Build the record on `details.head` and sign it again.',
  },
  'not-ready': {
    status: 503,
    meaning: 'The server has not read the chain yet.',
    action: 'Try again in a few seconds. The operator checks /v1/status and the log of the indexer.',
  },
  'clock-differs': {
    status: 503,
    meaning:
      'The clock of the server differs from the chain by more than `maxDelay`, so the deadline on a receipt would mean nothing.',
    action: 'Ask the operator to set the clock of the server. Nothing was stored.',
  },
  'ledger-halted': {
    status: 503,
    meaning: 'The ledger is halted until its operator has reconciled it with the chain.',
    action: 'Ask the operator; `halted` in /v1/status has the reason.',
  },
  'ledger-closed': {
    status: 410,
    meaning: 'The ledger has ended. It accepts no more records; its records can still be read and verified.',
    action:
      'Continue in the ledger that `details.successor` names, with `continues` in the statement (protocol §5).',
  },
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Why an accepted record is rejected before it is sealed (§9): code → meaning, what to do next. No other codes exist. */
export const REJECTIONS = {
  'unknown-key':
    'The key that signed is no longer a key of the party: the chain dropped the block that registered it. Sign with an open key and register the record again.',
  'waiting-key':
    'The key that signed was not valid yet when the batch was sealed. Register the record again once it is.',
  'closed-key':
    'The key that signed was closed before the record was sealed. Sign with an open key and register the record again.',
  'role-may-not-write':
    'The party no longer has a role that may write this kind: the chain dropped the block that opened it. Ask the registrar to open it again.',
  'waiting-role':
    'The role that may write this kind was not valid yet when the batch was sealed. Register the record again once it is.',
  'closed-role':
    'The role that may write this kind was closed before the record was sealed. Ask the registrar to open it again, then register the record again.',
  'rejected-previous':
    'The record before it in its stream was rejected. Build it on the newest record and sign it again.',
  'rejected-source':
    'One of its sources was rejected before it was sealed. Register that source again, then this record.',
  replaced:
    'The chain has another record in its place, which an earlier copy of the database had accepted. Build it on the newest record and sign it again.',
} as const;

export type RejectionCode = keyof typeof REJECTIONS;

/** Why a party may not sign a record → the published code, the same for refusals and rejections. */
export const PUBLISHED_AUTHORITY: Readonly<Record<AuthorityCode, RefusalCode & RejectionCode>> = {
  'unknown-key': 'unknown-key',
  'waiting-key': 'waiting-key',
  'closed-key': 'closed-key',
  'unknown-role': 'role-may-not-write',
  'waiting-role': 'waiting-role',
  'closed-role': 'closed-role',
};

/** The ledger does not accept a well-formed record; its code is in `REFUSALS`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
