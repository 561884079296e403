/**
 * Writes `test/vectors/row-sets-v1.json`: leaves, roots and proofs of sets of rows (docs/spec/protocol.md, §10), computed with ethers and
 * merkletreejs and with nothing from core; and what selections select, stated by hand.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { keccak256, TypedDataEncoder, toUtf8Bytes } from 'ethers';
import { MerkleTree } from 'merkletreejs';

const FILE = resolve(import.meta.dirname, '../test/vectors/row-sets-v1.json');
const RECORD = '0x2530426d4f824f37bfbf22be3de5aa381576e343a0c49ac48179dac5a8bb02d8';
const OTHER = '0xdcf92b3878f4b3ec287da9175517c0710f1a5c663b652f9e680aca909fb31192';
const TYPES = {
  Row: [
    { name: 'record', type: 'bytes32' },
    { name: 'key', type: 'bytes32' },
  ],
};

const hashKey = (key: string): string => keccak256(toUtf8Bytes(key));
const hashRow = (record: string, key: string): string =>
  TypedDataEncoder.hashStruct('Row', TYPES, { record, key: hashKey(key) });

function growTree(record: string, keys: readonly string[]): MerkleTree {
  const leaves = keys.map((key) => Buffer.from(hashRow(record, key).slice(2), 'hex'));
  const hash = (data: Buffer): Buffer => Buffer.from(keccak256(data).slice(2), 'hex');
  return new MerkleTree(leaves, hash, { sortLeaves: true, sortPairs: true });
}

function proveRow(record: string, keys: readonly string[], key: string): string[] {
  return growTree(record, keys).getHexProof(Buffer.from(hashRow(record, key).slice(2), 'hex'));
}

const describeSet = (record: string, keys: readonly string[]): object => ({
  record,
  keys,
  count: keys.length,
  root: growTree(record, keys).getHexRoot(),
  proofs: keys.slice(0, 3).map((key) => ({ key, proof: proveRow(record, keys, key) })),
});

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `fuel/site-1/${index + 1}`);
const LONG = `a/${'k'.repeat(254)}`;

const [JANUARY, FEBRUARY, MARCH] = [1672531200, 1675209600, 1677628800];
const january = { from: JANUARY, until: FEBRUARY };
const february = { from: FEBRUARY, until: MARCH };
const none = { from: 0, until: 0 };

/** The entries of the record from which selections select. */
const ENTRIES = [
  { key: 'a', unit: 'kg', ...january, detail: { row: 'fuel-use', fuel: 'diesel', facility: 'site-1' } },
  { key: 'b', unit: 'kg', ...february, detail: { row: 'fuel-use', fuel: 'diesel', facility: 'site-2' } },
  { key: 'c', unit: 'kg', from: JANUARY, until: MARCH, detail: { row: 'fuel-use', fuel: 'petrol' } },
  { key: 'd', unit: 'kW.h', ...january, detail: { row: 'electricity-use', facility: 'site-1', meter: null } },
  { key: 'e', unit: 'kg/kg', ...none, detail: { row: 'emission-factor', fuel: 'diesel', year: 2023 } },
  { key: 'f', unit: '', ...january, detail: { row: 'fuel-use', fuel: 'diesel' } },
  { key: 'g', unit: 'kg', ...january, detail: null },
  { key: 'h', unit: 't', ...none, detail: { row: 'fuel-use', fuel: 'Diesel', facility: '' } },
];

const SELECTIONS = [
  ['nothing is asked: every quantity, and no document', {}, 'abcdegh'],
  ['one type of row', { rows: ['fuel-use'] }, 'abch'],
  ['two types of row', { rows: ['electricity-use', 'fuel-use'] }, 'abcdh'],
  ['a type that no row has', { rows: ['heat-use'] }, ''],
  ['no type: nothing', { rows: [] }, ''],
  ['a member with a text; case matters', { where: { fuel: 'diesel' } }, 'abe'],
  ['a member with an empty text', { where: { facility: '' } }, 'h'],
  ['an absent member; null in the detail is not absent', { where: { meter: null } }, 'abcegh'],
  ['an absent member, of rows without facility', { rows: ['fuel-use'], where: { facility: null } }, 'c'],
  ['a number is not a text', { where: { year: '2023' } }, ''],
  ['two members', { where: { fuel: 'diesel', facility: 'site-1' } }, 'a'],
  ['no member', { where: {} }, 'abcdegh'],
  ['a name that every object inherits', { where: { toString: null } }, 'abcdegh'],
  ['a period: rows within it, both ends included', { within: january }, 'adg'],
  [
    'a longer period; rows without a period are not within it',
    { within: { from: 1, until: MARCH } },
    'abcdg',
  ],
  ['a period that ends one second early', { within: { from: JANUARY, until: MARCH - 1 } }, 'adg'],
  ['a period that begins one second late', { within: { from: JANUARY + 1, until: MARCH } }, 'b'],
  ['keys; that of a document selects nothing', { keys: ['a', 'f', 'h', 'x'] }, 'ah'],
  ['no keys: nothing', { keys: [] }, ''],
  ['all but some keys', { except: ['a', 'g'] }, 'bcdeh'],
  ['all but none', { except: [] }, 'abcdegh'],
  ['keys, but for some', { keys: ['a', 'b'], except: ['b'] }, 'a'],
  [
    'all members together',
    { rows: ['fuel-use'], where: { fuel: 'diesel' }, within: { from: JANUARY, until: MARCH }, except: ['b'] },
    'a',
  ],
] as const;

const BAD_SELECTIONS: readonly (readonly [string, unknown])[] = [
  ['not an object', 'fuel-use'],
  ['null', null],
  ['a list', []],
  ['an unknown member', { row: 'fuel-use' }],
  ['a type that is not in a list', { rows: 'fuel-use' }],
  ['types that descend', { rows: ['fuel-use', 'electricity-use'] }],
  ['a type twice', { rows: ['fuel-use', 'fuel-use'] }],
  ['a type that is a number', { rows: [1] }],
  ['a member that is a number', { where: { year: 2023 } }],
  ['a member that is a list', { where: { fuel: ['diesel'] } }],
  ['a member whose name is not a name', { where: { 'fuel.kind': 'diesel' } }],
  ['a list of members', { where: [] }],
  ['null in place of members', { where: null }],
  ['a period that is empty', { within: { from: JANUARY, until: JANUARY } }],
  ['a period without an end', { within: { from: JANUARY } }],
  ['a period of dates', { within: { from: '2023-01-01', until: '2023-02-01' } }],
  ['no period', { within: none }],
  ['keys that descend', { keys: ['b', 'a'] }],
  ['a key twice', { keys: ['a', 'a'] }],
  ['a key that is not a key', { keys: ['a b'] }],
  ['exceptions that descend', { except: ['b', 'a'] }],
];

const SET = {
  name: 'AD',
  record: RECORD,
  selection: { rows: ['fuel-use'] },
  count: 3,
  sum: '12.5',
  unit: 'kg',
  root: growTree(RECORD, numbered(3)).getHexRoot(),
};
const { name: _name, sum: _sum, unit: _unit, ...INPUT } = SET;
const without = (value: object, member: string): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));
const BAD_ROOT = SET.root.toUpperCase().replace('0X', '0x');

const BAD_OPERANDS: readonly (readonly [string, unknown])[] = [
  ...Object.keys(SET).map((member) => [`no ${member}`, without(SET, member)] as const),
  ['no rows', { ...SET, count: 0 }],
  ['a count that is a text', { ...SET, count: '3' }],
  ['a sum that is a number', { ...SET, sum: 12 }],
  ['a sum that is not canonical', { ...SET, sum: '12.50' }],
  ['a sum of minus zero', { ...SET, sum: '-0' }],
  ['a sum without a unit', { ...SET, unit: '' }],
  ['a root in upper case', { ...SET, root: BAD_ROOT }],
  ['a malformed selection', { ...SET, selection: { rows: 'fuel-use' } }],
  ['an unknown member', { ...SET, keys: [] }],
];

const BAD_INPUTS: readonly (readonly [string, unknown])[] = [
  ...Object.keys(INPUT).map((member) => [`no ${member}`, without(INPUT, member)] as const),
  ['no rows', { ...INPUT, count: 0 }],
  ['documents that descend', { ...INPUT, documents: ['b', 'a'] }],
  ['an unknown member', { ...INPUT, sum: '12.5' }],
  ['a malformed selection', { ...INPUT, selection: { keys: ['b', 'a'] } }],
];

function listBadProofs(): object[] {
  const keys = numbered(5);
  const key = keys[1]!;
  const good = {
    record: RECORD,
    key,
    count: 5,
    root: growTree(RECORD, keys).getHexRoot(),
    proof: proveRow(RECORD, keys, key),
  };
  const flip = (hash: string): string =>
    `${hash.slice(0, -1)}${(Number.parseInt(hash.slice(-1), 16) ^ 1).toString(16)}`;
  const inner = growTree(RECORD, keys).getHexLayers()[1]![0]!;
  return [
    {
      why: 'one bit of a sibling flipped',
      ...good,
      proof: good.proof.map((hash, at) => (at === 0 ? flip(hash) : hash)),
    },
    { why: 'one bit of the root flipped', ...good, root: flip(good.root) },
    { why: 'one sibling too few', ...good, proof: good.proof.slice(1) },
    { why: 'more siblings than the count allows', ...good, proof: [...good.proof, inner, inner] },
    { why: 'the key of another row', ...good, key: keys[2] },
    { why: 'a key that is in no set', ...good, key: 'fuel/site-1/6' },
    { why: 'the same key in another record', ...good, record: OTHER },
    { why: 'a root that is an inner node', ...good, root: inner },
  ];
}

const explain = (list: readonly (readonly [string, unknown])[], member: string): object[] =>
  list.map(([why, value]) => ({ why, [member]: value }));

const vectors = {
  note: 'Sets of rows, protocol version 1, section 10. Every member whose name begins with "bad" must be refused, for the reason that is named. Keys of a set may be given in any order.',
  type: TypedDataEncoder.from(TYPES).encodeType('Row'),
  typeHash: keccak256(toUtf8Bytes('Row(bytes32 record,bytes32 key)')),
  rows: [...numbered(2), 'A', LONG].flatMap((key) =>
    [RECORD, OTHER].map((record) => ({ record, key, keyHash: hashKey(key), leaf: hashRow(record, key) })),
  ),
  sets: [
    ...[1, 2, 3, 5, 8, 13, 130, 300].map((count) => describeSet(RECORD, numbered(count))),
    describeSet(OTHER, ['fuel/site-1/3', 'fuel/site-1/1', LONG, 'fuel/site-1/2']),
  ],
  badProofs: listBadProofs(),
  badSets: [
    { why: 'no rows', record: RECORD, keys: [] },
    { why: 'a row twice', record: RECORD, keys: ['a', 'b', 'a'] },
  ],
  entries: ENTRIES,
  selections: SELECTIONS.map(([why, selection, selected]) => ({
    why,
    selection,
    selected: Array.from(selected),
  })),
  badSelections: explain(BAD_SELECTIONS, 'selection'),
  operands: [
    SET,
    { ...SET, selection: {}, sum: null, unit: '' },
    { ...SET, sum: '-0.5' },
    { ...SET, sum: '9'.repeat(60) },
  ],
  badOperands: explain(BAD_OPERANDS, 'operand'),
  inputs: [
    INPUT,
    { ...INPUT, documents: ['market/cn', 'source'] },
    { record: RECORD, keys: ['b', 'a'] },
    { record: RECORD, keys: [] },
  ],
  badInputs: explain(BAD_INPUTS, 'input'),
};

writeFileSync(FILE, `${JSON.stringify(vectors, null, 1)}\n`);
