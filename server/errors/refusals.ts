/** Why intake refuses a record that can be read: code → HTTP status, meaning, what to do. Closed. */
export const REFUSALS = {
  'wrong-domain': {
    status: 422,
    meaning: 'The record was signed for another chain or ledger.',
    action: 'Sign it in the domain that /v1/status names.',
  },
  'unknown-party': {
    status: 403,
    meaning: 'The registry knows no such party.',
    action: 'Compare the party id with its first identifier; have the registrar register it.',
  },
  'unknown-key': {
    status: 403,
    meaning:
      'The signature is by no key of the party. A signature for another chain, ledger or record looks the same.',
    action:
      'Compare the address in `details.signer` with the keys of the party, and the domain signed in with /v1/status.',
  },
  'waiting-key': {
    status: 403,
    meaning: 'The key that signed is registered, but does not hold yet as of the final block.',
    action: 'Send the record again when the final block is later than `details.from`.',
  },
  'closed-key': {
    status: 403,
    meaning: 'The key that signed was closed.',
    action: 'Sign with an open key of the party.',
  },
  'role-may-not-write': {
    status: 403,
    meaning: 'The party has no role that may write this kind.',
    action: 'Compare the kind with the roles of the party (protocol §8).',
  },
  'waiting-role': {
    status: 403,
    meaning: 'The role that may write this kind does not hold yet as of the final block.',
    action: 'Send the record again when the final block is later than `details.from`.',
  },
  'closed-role': {
    status: 403,
    meaning: 'The role that may write this kind was closed.',
    action: 'Ask the registrar.',
  },
  'unknown-source': {
    status: 422,
    meaning: 'A source is not in this ledger.',
    action: 'Register the source first; it must be accepted before the record that names it.',
  },
  'rejected-source': {
    status: 422,
    meaning: 'A source was rejected.',
    action: 'Register the source anew, or name another.',
  },
  'own-source': {
    status: 422,
    meaning: 'An assurance or decision names a record of its own party.',
    action: 'Nobody vouches for their own records: leave the source out.',
  },
  'stream-conflict': {
    status: 409,
    meaning: 'Another record took this place in the stream.',
    action: 'Build the record on `details.head` and sign it again.',
  },
  'sequence-gap': {
    status: 409,
    meaning: 'The sequence is not one more than that of the newest record of the stream.',
    action: 'Build the record on `details.head`, with sequence 1 where it is null.',
  },
  'wrong-previous': {
    status: 409,
    meaning: 'The sequence comes next, but `previous` is not the newest record of the stream.',
    action: 'Build the record on `details.head` and sign it again.',
  },
  'not-ready': {
    status: 503,
    meaning: 'The server has not read the chain yet.',
    action: 'Ask again in some seconds; an operator looks at /v1/status and the log of the indexer.',
  },
  'ledger-halted': {
    status: 503,
    meaning: 'The ledger stopped until its operator has reconciled it with the chain.',
    action: 'Ask the operator; /v1/status tells why.',
  },
  'ledger-closed': {
    status: 410,
    meaning:
      'The ledger has ended: it takes no more records, and what it holds stays readable and verifiable.',
    action:
      'Go on in the ledger that `details.successor` names, with `continues` in the statement (protocol §5).',
  },
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Why a record that was accepted is rejected before it is sealed (§9): code → meaning. Closed. */
export const REJECTIONS = {
  'unknown-key': 'The key that signed is no longer one of the party: the chain took its registration back.',
  'waiting-key': 'The key that signed does not hold at the time of the batch.',
  'closed-key': 'The key that signed was closed before the record was sealed.',
  'role-may-not-write': 'The party has no role any more that may write this kind: the chain took it back.',
  'waiting-role': 'The role that may write this kind does not hold at the time of the batch.',
  'closed-role': 'The role that may write this kind was closed before the record was sealed.',
  'rejected-previous': 'The record before it in its stream was rejected.',
  'rejected-source': 'A source was rejected before both were sealed.',
  replaced:
    'The chain holds another record in its place: the operator accepted it on a database that had lost that one.',
} as const;

export type RejectionCode = keyof typeof REJECTIONS;

/** The ledger does not take a record that can be read. */
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
