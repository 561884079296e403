import type { Domain } from '../../core/hashing/domain.ts';
import { type Entry, deriveSalt, hashEntries } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { KINDS } from '../../core/records/kind.ts';
import { type LedgerRecord, digestRecord, hashRecord } from '../../core/records/record.ts';
import { addressOfKey } from '../../core/hashing/signature.ts';
import type { Sign } from '../../chain/keys/native-signatures.ts';

/** A party that signs records of the load. */
export interface LoadParty {
  readonly identifier: string;
  readonly party: Hex;
  readonly privateKey: Uint8Array;
  /** In EIP-55 form. */
  readonly address: string;
}

/** Every fifth record of a party continues the stream of the record before it; the others begin streams. */
const STREAM_EVERY = 5;
/** One record in this many has entries; half of these records make them public. */
const ENTRIES_EVERY = 10;
const ENTRIES = 3;
/** One record in this many is a result and has an earlier record as its source. */
const RESULT_EVERY = 25;

/** Describes the records of the load, in words. */
export const MIXTURE = `one in ${STREAM_EVERY} continues a stream and the others begin one; one in ${ENTRIES_EVERY} has ${ENTRIES} entries; one in ${RESULT_EVERY} has a source`;

/** Returns party number `index` of the load. Its key is derived from its number. */
export function makeLoadParty(index: number): LoadParty {
  const identifier = `urn:example.org:load-${index}`;
  const privateKey = keccakText(`key of ${identifier}`);
  return { identifier, party: hashParty(identifier), privateKey, address: addressOfKey(privateKey) };
}

/** A record of the load, with its submission. */
export interface LoadRecord {
  readonly id: Hex;
  /** The submission as one line of JSON. */
  readonly line: string;
}

/** Makes and signs the records of a party, one after the other. */
export class LoadSigner {
  readonly #domain: Domain;
  readonly #by: LoadParty;
  readonly #sign: Sign;
  #index = 0;
  #subject = '';
  /** The ids of the last record and the one before it. */
  #last: Hex = ZERO_HASH;
  #older: Hex = ZERO_HASH;

  constructor(domain: Domain, by: LoadParty, sign: Sign) {
    this.#domain = domain;
    this.#by = by;
    this.#sign = sign;
  }

  /** Returns the party's next record. */
  next(): LoadRecord {
    const index = this.#index++;
    const continues = index % STREAM_EVERY === STREAM_EVERY - 1;
    if (!continues) this.#subject = `site-${index}/2024`;
    const entries = index % ENTRIES_EVERY === 0 ? makeEntries(this.#by.identifier, index) : [];
    const isResult = index % RESULT_EVERY === 2;
    const statement = { title: `Inventory of site ${index}`, period: '2024', standard: 'GHG Protocol' };
    const record: LedgerRecord = {
      party: this.#by.party,
      kind: isResult ? KINDS.result : KINDS.dataset,
      subject: this.#subject,
      sequence: continues ? 2 : 1,
      previous: continues ? this.#last : ZERO_HASH,
      entries: hashEntries(entries),
      sources: isResult ? [this.#older] : [],
      statement: hashJson(statement),
    };
    const signature = this.#sign(digestRecord(this.#domain, record), this.#by.privateKey);
    const shown = entries.length === 0 ? {} : { entries, public: index % (2 * ENTRIES_EVERY) === 0 };
    const id = hashRecord(record);
    [this.#older, this.#last] = [this.#last, id];
    return { id, line: JSON.stringify({ record, statement, signature, ...shown }) };
  }
}

function makeEntries(identifier: string, index: number): Entry[] {
  const secret = formatHex(keccakText(`secret ${identifier} ${index}`));
  return Array.from({ length: ENTRIES }, (_, row) => {
    const key = `scope1/row-${row}`;
    return {
      key,
      value: `${index}.${row + 1}`,
      unit: 't{CO2e}',
      from: 1_704_067_200,
      until: 1_735_689_600,
      detail: { scope: 1, gwp: 'AR6' },
      salt: deriveSalt(secret, key),
    };
  });
}

/** Returns id number `index` of an array of joined ids. */
export function idAt(ids: Uint8Array, index: number): Hex {
  return formatHex(ids.subarray(index * 32, index * 32 + 32));
}

/** Writes an id at place `index` of an array of joined ids. */
export function putId(ids: Uint8Array, index: number, id: Hex): void {
  ids.set(bytesOf(id), index * 32);
}
