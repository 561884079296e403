import { alter } from '../verify/story.ts';
import { named } from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { type Plain, openPlain } from './plain.ts';
import { type Changes, type Sketch, sketch } from './sketch.ts';

type Defect = readonly [name: string, says: string, code: string, changes: Changes];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Returns a change of one place of the file, such as `records.0.id`. */
function set(path: string, value: unknown): Changes {
  return { file: (file) => alter(file, { [path]: value }) };
}

/** Returns a change that removes the member at a path. */
function without(path: string): Changes {
  const steps = path.split('.');
  const last = steps.pop()!;
  return {
    file: (file) => {
      const holder = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], file);
      Reflect.deleteProperty(holder as object, last);
      return file;
    },
  };
}

const text = (change: (text: string) => string | Uint8Array): Changes => ({ text: change });

/** Puts a member at the beginning of the outermost object, so that the text is no longer sorted. */
const before = (member: string): Changes => text((all) => all.replace('{', `{${member},`));

/** Texts that are not JSON, or are JSON that the ledger refuses (§2). */
const TEXTS: readonly Defect[] = [
  ['empty-file', 'The file is empty.', 'json-syntax', text(() => '')],
  ['not-json', 'The file ends in the middle.', 'json-syntax', text((all) => all.slice(0, -1))],
  ['text-after-the-end', 'Another value follows the object.', 'json-syntax', text((all) => `${all}{}`)],
  [
    'not-utf-8',
    'One byte is not UTF-8.',
    'json-utf8',
    text((all) => {
      const bytes = encode(all);
      bytes[all.indexOf('Inventory')] = 0xff;
      return bytes;
    }),
  ],
  ['byte-order-mark', 'A byte order mark is before the object.', 'json-bom', text((all) => `\ufeff${all}`)],
  [
    'repeated-member',
    'The member chainId is there twice.',
    'json-duplicate-member',
    before('"chainId":31337'),
  ],
  [
    'repeated-member-in-an-escape',
    'The member chainId is there twice, once written with an escape.',
    'json-duplicate-member',
    before(String.raw`"\u0063hainId":31337`),
  ],
  [
    'number-with-a-fraction',
    'A number is written with a fraction, though it is an integer.',
    'json-number',
    text((all) => all.replace('"chainId":31337', '"chainId":31337.0')),
  ],
  [
    'number-with-an-exponent',
    'A number is written with an exponent.',
    'json-number',
    text((all) => all.replace('"recordCount":1,', '"recordCount":1e0,')),
  ],
  [
    'number-above-2-53',
    'A number is 2^53, one more than the greatest uint64.',
    'json-number',
    text((all) => all.replace('"until":9007199254740991', '"until":9007199254740992')),
  ],
  ['minus-zero', 'A number is −0.', 'json-number', text((all) => all.replace('"index":0', '"index":-0'))],
  [
    'lone-surrogate',
    'A text has half of a surrogate pair, as an escape.',
    'json-surrogate',
    text((all) => all.replace('"title":"', String.raw`"title":"\ud800`)),
  ],
  [
    'too-deep',
    'The file has 33 levels of nesting, one more than allowed.',
    'json-depth',
    text((all) => all.replace('"stateProofs":[]', `"stateProofs":${'['.repeat(32)}${']'.repeat(32)}`)),
  ],
  [
    'too-many-values',
    'Outside of its strings the file has 2^20 commas and opening brackets.',
    'bundle-limit',
    text((all) => {
      const count = (all.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[,[{]/g) ?? []).length;
      return all.replace('"stateProofs":[]', `"stateProofs":[0${',0'.repeat(2 ** 20 - count)}]`);
    }),
  ],
  [
    'string-too-long',
    'A string is one byte longer than 1 MiB.',
    'bundle-limit',
    text((all) => all.replace('"title":"Inventory 2024"', `"title":"${'a'.repeat((1 << 20) + 1)}"`)),
  ],
  [
    'file-too-large',
    'The file is one byte larger than 16 MiB.',
    'json-too-large',
    text((all) => all + ' '.repeat((16 << 20) + 1 - all.length)),
  ],
];

/** Texts with the right value in another form than RFC 8785 (§11). */
const FORMS: readonly Defect[] = [
  ['line-end', 'A line end is after the object.', 'json-not-canonical', text((all) => `${all}\n`)],
  ['one-space', 'A space is after one colon.', 'json-not-canonical', text((all) => all.replace('":', '": '))],
  [
    'pretty-printed',
    'The file is pretty-printed.',
    'json-not-canonical',
    text((all) => JSON.stringify(JSON.parse(all), null, 2)),
  ],
  [
    'members-in-another-order',
    'The members of the outermost object are in reverse order.',
    'json-not-canonical',
    text((all) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(all) as object).reverse()))),
  ],
  [
    'escape-without-need',
    'A letter is written as an escape.',
    'json-not-canonical',
    text((all) => all.replace('"chainId"', String.raw`"\u0063hainId"`)),
  ],
];

const HASH = named('x');

/** Values that the schema of a proof file refuses (§2, §11). */
const SCHEMA: readonly Defect[] = [
  ['another-format', 'The format is another one.', 'wrong-type', set('format', 'carbon-ledger-proof/2')],
  ['a-list', 'The file is a list.', 'missing-member', text((all) => `[${all}]`)],
  ['unknown-member', 'The file has an unknown member.', 'unknown-member', set('note', '')],
  [
    'unknown-member-proto',
    'The file has a member named __proto__, which some languages treat as no member.',
    'unknown-member',
    before('"__proto__":{}'),
  ],
  [
    'unknown-member-of-a-record',
    'A record has an unknown member.',
    'unknown-member',
    set('records.0.note', ''),
  ],
  [
    'unknown-member-of-what-is-signed',
    'What is signed has an unknown member.',
    'unknown-member',
    set('records.0.record.note', ''),
  ],
  ...['format', 'chainId', 'history', 'windows', 'stateProofs'].map((name): Defect => [
    `without-${name.toLowerCase().replace('stateproofs', 'state-proofs').replace('chainid', 'chain-id')}`,
    `The member ${name} is missing.`,
    'missing-member',
    without(name),
  ]),
  [
    'without-next',
    'A head lacks the member next, which may be null.',
    'missing-member',
    without('heads.0.next'),
  ],
  ['null-for-a-list', 'The list of heads is null.', 'wrong-type', set('heads', null)],
  ['text-for-a-number', 'The chain id is a text.', 'wrong-type', set('chainId', '31337')],
  ['no-records', 'The file has no records.', 'bundle-limit', set('records', [])],
  ['hash-of-31-bytes', 'A record id has 31 bytes.', 'hex-syntax', set('records.0.id', HASH.slice(0, -2))],
  [
    'hash-in-upper-case',
    'A hash is written in upper case.',
    'hex-syntax',
    set('records.0.id', `0x${HASH.slice(2).toUpperCase()}`),
  ],
  ['hash-without-0x', 'A hash is written without 0x.', 'hex-syntax', set('records.0.id', HASH.slice(2))],
  [
    'signature-of-64-bytes',
    'A signature has 64 bytes.',
    'hex-syntax',
    { file: (file) => alter(file, { 'records.0.signature': file.records[0]!.signature.slice(0, -2) }) },
  ],
  [
    'address-in-lower-case',
    'The address of the ledger is written in lower case.',
    'address-syntax',
    set('ledger', TEST_DOMAIN.ledger.toLowerCase()),
  ],
  [
    'subject-in-upper-case',
    'A subject has an upper-case letter.',
    'subject-syntax',
    set('records.0.record.subject', 'Inventory'),
  ],
  [
    'subject-with-an-empty-segment',
    'A subject has an empty segment.',
    'subject-syntax',
    set('records.0.record.subject', 'inventory//2023'),
  ],
  [
    'subject-too-long',
    'A subject has 129 characters.',
    'subject-syntax',
    set('records.0.record.subject', 'a'.repeat(129)),
  ],
  ['kind-6', 'A record has the kind 6.', 'kind', set('records.0.record.kind', 6)],
  ['sequence-0', 'A record has the sequence 0.', 'uint-range', set('records.0.record.sequence', 0)],
  [
    'first-version-with-a-previous',
    'A record has sequence 1 and names one before it.',
    'previous',
    set('records.0.record.sequence', 1),
  ],
  [
    'sources-in-another-order',
    'The sources of a record are not ascending.',
    'sources',
    {
      file: (file) =>
        alter(file, {
          'records.0.record.sources': [HASH, ...file.records[0]!.record.sources].sort().reverse(),
        }),
    },
  ],
  ['sources-repeated', 'A source is named twice.', 'sources', set('records.0.record.sources', [HASH, HASH])],
  ['batch-0', 'A header has the number 0.', 'uint-range', set('records.0.inclusion.header.number', 0)],
  [
    'batch-of-no-records',
    'A header says that its batch has no records.',
    'record-count',
    set('records.0.inclusion.header.recordCount', 0),
  ],
  [
    'batch-of-too-many-records',
    'A header says that its batch has 2^31 + 1 records.',
    'record-count',
    set('records.0.inclusion.header.recordCount', 2 ** 31 + 1),
  ],
  [
    'first-batch-with-a-previous',
    'A header has number 1 and names one before it.',
    'previous',
    set('records.0.inclusion.header.number', 1),
  ],
  [
    'tree-proof-too-long',
    'An inclusion proof has 32 siblings.',
    'bundle-limit',
    set('records.0.inclusion.proof', Array(32).fill(HASH)),
  ],
  [
    'map-proof-too-long',
    'The proof of a head has 257 siblings.',
    'bundle-limit',
    set('heads.0.siblings', Array(257).fill(HASH)),
  ],
  [
    'too-many-records',
    'The file has 1,025 records.',
    'bundle-limit',
    { file: (file) => ({ ...file, records: Array(1025).fill(file.records[1]) }) },
  ],
  [
    'siblings-null-without-all',
    'An entry has no siblings, though not all entries are shown.',
    'wrong-type',
    set('records.0.entries.shown.0.siblings', null),
  ],
  [
    'siblings-with-all',
    'An entry has siblings, though all entries are shown.',
    'wrong-type',
    set('records.1.entries.shown.0.siblings', []),
  ],
  ['window-without-a-name', 'A window names neither role nor key.', 'wrong-type', set('windows.0.key', null)],
  ['window-with-two-names', 'A window names both a role and a key.', 'wrong-type', set('windows.0.role', 1)],
];

/** What must not be in a file twice (§11). */
const REPEATED: readonly Defect[] = [
  ...(['history', 'heads', 'parties', 'windows'] as const).map((list): Defect => [
    `repeated-in-${list}`,
    `The first of the ${list} is there twice.`,
    'repeated',
    { file: (file) => ({ ...file, [list]: [...file[list], file[list][0]] }) },
  ]),
  [
    'entry-shown-twice',
    'An entry is shown twice.',
    'repeated',
    { file: (file) => repeatEntry(file, 'shown') },
  ],
  [
    'entry-absent-twice',
    'A key is claimed absent twice.',
    'repeated',
    { file: (file) => repeatEntry(file, 'absent') },
  ],
  [
    'entry-shown-and-absent',
    'An entry is both shown and claimed absent.',
    'repeated',
    set('records.0.entries.absent.0.key', 'total'),
  ],
  [
    'record-repeated',
    'A source is in the file twice.',
    'record-repeated',
    { file: (file) => ({ ...file, records: [...file.records, file.records[1]] }) },
  ],
];

function repeatEntry(file: Plain['file'], list: 'shown' | 'absent'): unknown {
  const { entries } = file.records[0]!;
  return alter(file, { [`records.0.entries.${list}`]: [...entries[list], ...entries[list]] });
}

/** The ledger that the file names (§11). */
const DOMAINS: readonly Defect[] = [
  [
    'another-ledger',
    'The file is for another ledger than the policy.',
    'wrong-domain',
    set('ledger', '0x9e2a7262E94CE60b2c94d274F9CeAe889fBe8509'),
  ],
  [
    'another-chain-than-the-policy',
    'The file is for another chain than the policy.',
    'wrong-domain',
    set('chainId', 1),
  ],
];

/** Returns the vectors of the check format, in the file as a whole: what is not a proof file of the ledger. */
export function listFormCases(): Sketch[] {
  const plain = openPlain();
  const bad = [...TEXTS, ...FORMS, ...SCHEMA, ...REPEATED, ...DOMAINS];
  return [
    sketch(plain, 'sound', 'The file that most other vectors change. Each check that can pass does.', [
      'verified',
      'format pass ok',
      'entries 0 pass ok',
      'statement 0 pass ok',
      'record 0 pass ok',
      'signature 0 pass ok',
      'inclusion 0 pass ok',
      'anchor 0 pass ok',
      'finality 0 pass ok',
      'authority 0 pass ok',
      'order pass ok',
      'currentness pass ok',
      'completeness pass ok',
      'answers skipped no-judges',
      'sources pass ok',
      'faults skipped no-faults',
      'reperformance skipped no-engines',
    ]),
    ...bad.map(([name, says, code, changes]) =>
      sketch(
        plain,
        name,
        says,
        ['not-verified', `format fail ${code}`, 'entries - skipped format-failed'],
        changes,
      ),
    ),
    ...listLimitCases(plain),
  ];
}

/** Files that follow the format and hold what a verifier does not follow (§11, §12). */
function listLimitCases(plain: Plain): Sketch[] {
  const state = { block: '0x', address: TEST_DOMAIN.ledger, accountProof: [], storage: [] };
  return [
    sketch(
      plain,
      'state-proofs',
      'The file has a state proof, which this version does not read.',
      ['unchecked', 'anchor - skipped state-proofs-not-read'],
      { file: { stateProofs: [state] } },
    ),
    sketch(
      plain,
      'too-much-evidence',
      'The file has 4,097 heads, links, parties and windows: none of them is followed.',
      [
        'unchecked',
        'format skipped over-limit',
        'currentness skipped over-limit',
        'order skipped over-limit',
        'completeness skipped over-limit',
      ],
      {
        file: (file) => ({
          ...file,
          windows: Array.from({ length: 4094 }, (_, index) => ({ ...file.windows[0]!, index })),
        }),
      },
    ),
  ];
}
