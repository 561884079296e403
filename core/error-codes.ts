/**
 * What can be wrong with a value of the protocol: code → meaning and what to do. No other codes exist. Other folders add codes of their own
 * (server/errors/errors.ts), but never another meaning for one of these.
 */
export const BAD_INPUT_CODES = {
  'json-syntax':
    'Not valid JSON (RFC 8259). Fix it at the reported position, or ask for the file again if it was cut off.',
  'json-utf8': 'The bytes are not valid UTF-8. Save the file as UTF-8.',
  'json-bom':
    'The text begins with a byte order mark. Use the file as it was written, or save it without the mark.',
  'json-duplicate-member': 'An object has the same member twice (compared after unescaping). Keep one.',
  'json-number':
    'A number is not an integer within ±(2^53−1), or is written with a fraction, an exponent or a leading zero. Write quantities as decimal strings.',
  'json-surrogate':
    'A string has half of a surrogate pair, which is not a character. Write the character whole, or remove it.',
  'json-depth': 'The value is nested too deeply: at most 16 levels for hashed objects, 32 for proof files.',
  'json-too-large':
    'The text is too long: at most 1 MiB for hashed objects, 64 KiB for a statement that is registered, 16 MiB for proof files.',
  'json-not-canonical':
    'The text is not in canonical form (RFC 8785): for example, it has spaces, line breaks or members in another order. Use the file exactly as it was written, or rewrite a proof file with `ledger proof normalise`.',
  'unknown-member': 'An object has a member that the format does not have. Remove it.',
  'missing-member':
    'An object lacks a member that the format requires. Write null or [] where it has no value; else the file is of another format, or incomplete.',
  'wrong-type':
    'A member has another JSON type than the format requires. The file may be of another format or version.',
  'decimal-syntax':
    'Not a canonical decimal string. Write it like "12.5", "-0.5", "300" or "0", without trailing zeros.',
  'decimal-range': 'The quantity has more than 38 digits or more than 30 decimals.',
  'uint-range':
    'The number is not an integer in the allowed range, which ends at 2^53−1 unless the message says otherwise.',
  'hex-syntax': 'The text is not lower-case 0x hex of the required length.',
  'address-syntax': 'The text is not an address with its EIP-55 checksum: upper and lower case matter.',
  'key-syntax': 'An entry key has 1 to 256 characters of [A-Za-z0-9._:@+%()-], in segments joined by /.',
  'subject-syntax': 'A subject has 1 to 128 characters of [a-z0-9._-], in segments joined by /.',
  'unit-syntax': 'A unit has at most 64 visible ASCII characters, without spaces.',
  'identifier-syntax':
    'An identifier is written scheme:value, such as lei:529900T8BM49AURSDO55, in at most 128 characters and in the only spelling that its scheme allows.',
  'identifier-check':
    'The check digits of the identifier are wrong. Compare it with its source; a character may be mistyped.',
  period: 'A period needs from < until, or 0 for both where no period is stated.',
  salt: 'A private entry has no salt, so anyone could guess its value from its hash. Give it a salt, or make the record public.',
  'entry-scale':
    'The coefficient ends in zeros that the scale does not need: write 12.5 as coefficient 125 and scale 1, not 1250 and 2.',
  'entry-unit':
    'A value and a unit belong together: an entry without a unit has the value null (coefficient and scale 0).',
  selection:
    'The selection of a set is malformed: its lists have texts in ascending order, all different, and the members in `where` are texts or null (protocol §10).',
  'entry-repeated': 'Two entries of one record have the same key. Rename or remove one.',
  kind: 'A kind is 1 dataset, 2 result, 3 disclosure, 4 assurance or 5 decision.',
  previous: '`previous` is the zero hash in the first record or batch, and in no other.',
  sources: 'Sources are at most 256 different record ids in ascending order.',
  replay:
    'A replay is an assurance or decision with the subject replay, a statement with `replay`, and no sources.',
  answers:
    'An assurance or decision names the record that it answers in `answers` and in its sources; its subject is the stream of that record.',
  statement: 'The statement does not follow the schema of its kind (protocol §5).',
  'statement-hash':
    'The statement does not have the hash that the record names. It was changed after the record was built.',
  'entries-root':
    'The entries do not give the root that the record names. Some were changed, added or left out.',
  'detail-hash': 'The detail does not have the hash that the entry names. It was changed.',
  'record-id': 'The record does not have the hash that is given as its id. It was changed.',
  'record-count': 'The number of records in a batch is 1 to 2^31.',
  'tree-empty': 'A tree has at least one leaf. Give at least one leaf.',
  'tree-repeated': 'A leaf is in the tree twice. Remove one.',
  'map-repeated': 'A key is in the map twice. Remove one.',
  'signature-length': 'A signature has 65 bytes: r, s and v.',
  'signature-r': 'The r of the signature is zero, or not below the order of the curve.',
  'signature-s': 'The s of the signature is zero, or above half the order of the curve.',
  'signature-v': 'The v of the signature is not 27 or 28.',
  'signature-recovery': 'No key can have made this signature.',
  'digest-type':
    'The protocol has no struct with this name. Use a name such as Record; `ledger debug hash --help` shows an example.',
  repeated:
    'The proof file holds an entry of a record, a link, a head or list as of one batch, or a window twice. Ask for a new proof file.',
  'bundle-limit':
    'The proof file holds more, or fewer, items in a list than its format allows, or more values or a longer text than any proof file has.',
} as const;

/** The code of a BadInput. */
export type BadInputCode = keyof typeof BAD_INPUT_CODES;

/** Why a proof is not valid: the evidence is wrong, not the call. Code → meaning. No other codes exist. */
export const FAILED_CHECK_CODES = {
  'proof-length':
    'The proof has more or fewer siblings than its structure allows. The file was changed, or is damaged.',
  'proof-root':
    'The proof leads to another root than expected: the record, entry or proof was changed, or belongs to another batch.',
  'proof-end':
    'The proof of absence ends at the key itself, or at a key that does not share enough bits with it. The file was changed.',
  'chain-start': 'A chain of headers begins with number 1 and with the zero hash as `previous`.',
  'chain-link': 'A header does not follow the header before it.',
  'chain-time': 'A header has an earlier `sealedAt` than the header before it.',
  signer: 'The signature was made with another key than expected.',
} as const;

/** The code of a check that found something wrong. */
export type FailedCheckCode = keyof typeof FAILED_CHECK_CODES;
