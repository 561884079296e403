import { ZeroAddress, id } from 'ethers';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { ROLES, nameOfRole } from '../../core/records/kind.ts';

/** The values of a contract's error by their names, as text. */
type Values = Readonly<Record<string, string>>;

/** Custom errors of both contracts → one or two sentences: what is wrong, and what to do where that is known. */
const SENTENCES: Readonly<Record<string, (values: Values) => string>> = {
  // Who may call
  AccessControlUnauthorizedAccount: ({ account, neededRole }) =>
    `The account ${account} does not have ${nameOfPower(neededRole)}. Sign with the key of an account that has it.`,
  AccessControlBadConfirmation: () => 'An account can give up a power only for itself.',
  GrantsNeedProposal: () =>
    'This power cannot be granted directly. A registrar proposes the account, which then accepts.',
  AlreadyProposed: ({ candidate, readyAt }) =>
    readyAt === '0'
      ? `${candidate} is already a registrar.`
      : `${candidate} is already proposed as registrar and may accept from ${showTime(readyAt)}.`,
  NotProposed: ({ candidate }) =>
    `${candidate} is not proposed as registrar, or a registrar was revoked since. Propose it again.`,
  ProposalWaits: ({ candidate, readyAt }) =>
    `${candidate} may accept to be a registrar only from ${showTime(readyAt)}.`,
  LastRegistrar: ({ registrar }) =>
    `${registrar} is the only registrar and cannot be removed. Add another registrar first.`,
  RegistrarMayNotAnchor: ({ sender }) =>
    `${sender} is a registrar, and a registrar may not anchor. Use another account.`,
  InvalidAccount: ({ account }) =>
    `The account ${account} cannot be used here: it is zero, has no code where a contract is needed, or would have two powers.`,
  InvalidDelay: ({ delay }) => `Expected a delay from 1 second to 365 days, got ${delay} seconds.`,

  // Parties, roles and keys
  InvalidIdentifier: ({ identifier }) =>
    `${identifier} is not a valid identifier. Expected scheme:value, such as lei:529900T8BM49AURSDO55.`,
  IdentifierTaken: ({ identifier, party }) =>
    `The identifier ${identifier} is already registered for party ${party}. Use another identifier, or add a key to that party.`,
  UnknownParty: ({ party }) => `The registry has no party ${party}. Register it first.`,
  InvalidRole: ({ role }) =>
    `${role} is not a role. Expected ${Object.values(ROLES).join(', ')}, or a sum of them where several are allowed.`,
  RoleExcluded: ({ role, other }) =>
    `The party has the role ${nameOfBit(other)}, which excludes the role ${nameOfBit(role)}. Close the other role first, or register another party.`,
  RoleAlreadyOpen: ({ role }) => `The party already has the role ${nameOfBit(role)}.`,
  RoleNotOpen: ({ role }) => `The party does not have the role ${nameOfBit(role)}, so it cannot be closed.`,
  InvalidKey: () => 'The zero address cannot be a key.',
  KeyAlreadyOpen: ({ key }) => `The key ${key} is already open, or waits to open.`,
  KeyNotOpen: ({ key }) => `The key ${key} is neither open nor waiting, so it cannot be closed.`,
  NotOwnKey: ({ sender }) =>
    `${sender} is not an open key of the party. Sign with one of the party's open keys.`,
  TooManyKeys: ({ most }) => `The party already has ${most} keys that are open or waiting. Close one first.`,

  // Anchoring
  LedgerClosed: ({ successor }) =>
    successor === ZeroAddress
      ? 'The ledger is closed, and no other ledger continues it.'
      : `The ledger is closed. The ledger ${successor} continues it.`,
  AlreadyAnchored: ({ number }) => `Batch ${number} is already anchored. Nothing is left to do.`,
  WrongNumber: ({ number, expected }) => `Expected batch ${expected} as the next one, got batch ${number}.`,
  WrongPrevious: ({ previous, latest }) =>
    `Expected the id of header ${latest} as previous, got ${previous}: the database and the chain disagree.`,
  SealedBackwards: ({ sealedAt, latestSealedAt }) =>
    `The batch is sealed at ${showTime(sealedAt)}, earlier than the latest batch at ${showTime(latestSealedAt)}.`,
  SealedAhead: ({ sealedAt, blockTime }) =>
    `The batch is sealed at ${showTime(sealedAt)}, but the block has the earlier time ${showTime(blockTime)}. Anchor it again in a later block.`,
  SealedTooLate: ({ sealedAt, blockTime, maxDelay }) =>
    `The batch was sealed at ${showTime(sealedAt)}, more than ${maxDelay} seconds before the block at ${showTime(blockTime)}. It is void; the server seals its records again in another batch.`,

  // Bounds of values
  NumberTooLarge: ({ value }) => `Expected a number of at most 2^53 - 1, got ${value}.`,
  InvalidNumber: ({ number }) => `Expected the number of a header to be at least 1, got ${number}.`,
  InvalidHeaderPrevious: ({ number }) =>
    `Header ${number} has a wrong previous: it must be zero in header 1, and only there.`,
  InvalidRecordCount: ({ recordCount }) => `Expected 1 to 2^31 records in a batch, got ${recordCount}.`,
  InvalidKind: ({ kind }) => `Expected a kind from 1 to 5, got ${kind}.`,
  InvalidSubjectLength: ({ length }) => `Expected a subject of 1 to 128 characters, got ${length}.`,
  InvalidReplay: () =>
    'Only an assurance or decision without sources may have the subject replay (kind 4 or 5).',
  InvalidSequence: ({ sequence, previous }) =>
    previous === ZERO_HASH
      ? `Sequence ${sequence} needs the id of the version before it as previous. Only sequence 1 has none.`
      : `Sequence ${sequence} has a previous version: expected a sequence of at least 2.`,
  TooManySources: ({ count }) => `Expected at most 256 sources, got ${count}.`,
  SourcesNotAscending: ({ index }) =>
    `The source at index ${index} is not greater than the one before it. Sort the sources and remove duplicates.`,
  InvalidKeyLength: ({ length }) => `Expected an entry key of 1 to 256 characters, got ${length}.`,
  InvalidUnitLength: ({ length }) => `Expected a unit of at most 64 characters, got ${length}.`,
  InvalidQuantity: ({ unit }) =>
    unit === ''
      ? 'An entry without a unit has coefficient and scale 0.'
      : 'The coefficient is out of range, or the scale is not the smallest possible.',
  InvalidPeriod: () => 'A period needs from < until, or 0 for both.',
  StringTooLong: ({ str }) => `The text ${str} is too long for the contract.`,
  InvalidShortString: () => 'A text in the contract is damaged.',

  // Proofs and signatures
  NotAnchored: ({ number }) =>
    `The ledger did not anchor this header at this time as batch ${number}. Compare header and anchoring time.`,
  ProofTooLong: ({ length, most }) => `Expected a proof of at most ${most} siblings, got ${length}.`,
  DeepestSiblingZero: () => 'The deepest sibling of the proof is zero. Use a proof without it.',
  WrongRoot: ({ actual, expected }) => `The proof leads to the root ${actual}, expected ${expected}.`,
  WrongEnd: ({ key, end }) => `The path of key ${key} cannot end at key ${end}.`,
  KeyNotHeld: ({ party, key }) =>
    `No window of the key ${key} of party ${party} covers both the time of sealing and the time of anchoring.`,
  RoleNotHeld: ({ party }) =>
    `Party ${party} has no role that may write this kind, with a window that covers both the time of sealing and the time of anchoring.`,
  WrongStatement: ({ actual, expected }) =>
    `The statement has the hash ${actual}, but the record names ${expected}.`,
  ECDSAInvalidSignature: () => 'No key can have made this signature.',
  ECDSAInvalidSignatureLength: ({ length }) => `Expected a signature of 65 bytes, got ${length}.`,
  ECDSAInvalidSignatureS: () => 'The s of the signature is above half the order of the curve.',
};

/** Returns what a contract's error says, in plain sentences; null for an error without a text. */
export function explainRefusal(name: string, values: Values): string | null {
  return Object.hasOwn(SENTENCES, name) ? SENTENCES[name]!(values) : null;
}

/** AccessControl names a power by a hash. */
const POWERS: Readonly<Record<string, string>> = {
  [ZERO_HASH]: 'the power of the admin',
  [id('ANCHOR_ROLE')]: 'the power to anchor (ANCHOR_ROLE)',
  [id('REGISTRAR_ROLE')]: 'the power of a registrar (REGISTRAR_ROLE)',
};

function nameOfPower(hash = ''): string {
  return POWERS[hash] ?? `the power ${hash}`;
}

function nameOfBit(bit = ''): string {
  const role = Object.values(ROLES).find((each) => String(each) === bit);
  return role === undefined ? bit : nameOfRole(role);
}

function showTime(seconds = ''): string {
  return formatTime(Number(seconds));
}
