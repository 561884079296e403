import { keccak_256 } from '@noble/hashes/sha3.js';

/**
 * A slow, literal version of sections 2 to 7 of the protocol, written only from its text, with bigints, strings and recursion. It
 * uses nothing from core. If it and core differ, one of them has misread the page.
 */

type Text = string;

const utf8 = new TextEncoder();

/** Returns Keccak-256 of hex, as hex. */
export function slowKeccak(hex: Text): Text {
  return `0x${Buffer.from(keccak_256(Buffer.from(hex.slice(2), 'hex'))).toString('hex')}`;
}

/** Returns Keccak-256 of the UTF-8 of a text. */
export function slowKeccakText(text: Text): Text {
  return slowKeccak(`0x${Buffer.from(utf8.encode(text)).toString('hex')}`);
}

function join(...parts: readonly Text[]): Text {
  return `0x${parts.map((part) => part.slice(2)).join('')}`;
}

/** Returns a number as one 32-byte word, in two's complement if it is negative. */
function word(number: bigint | number): Text {
  return `0x${((BigInt(number) + (1n << 256n)) % (1n << 256n)).toString(16).padStart(64, '0')}`;
}

// §2 JSON: RFC 8785 for values without fractions.

/** Returns the RFC 8785 text of a value: members sorted by UTF-16 code units, no blanks, the fewest escapes. */
export function slowJcs(value: unknown): Text {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return BigInt(value).toString();
  if (typeof value === 'string') return slowQuote(value);
  if (Array.isArray(value)) return `[${value.map(slowJcs).join(',')}]`;
  const members = Object.keys(value as object).sort(byCodeUnits);
  return `{${members.map((name) => `${slowQuote(name)}:${slowJcs((value as Record<string, unknown>)[name])}`).join(',')}}`;
}

function byCodeUnits(a: Text, b: Text): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.charCodeAt(i) - b.charCodeAt(i);
  }
  return a.length - b.length;
}

const SHORT_ESCAPES: Record<string, string> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

function slowQuote(text: Text): Text {
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const escaped = SHORT_ESCAPES[character];
    if (escaped !== undefined) quoted += escaped;
    else quoted += code < 32 ? `\\u${code.toString(16).padStart(4, '0')}` : character;
  }
  return `${quoted}"`;
}

/** Returns keccak(JCS(value)). */
export function slowHashJson(value: unknown): Text {
  return slowKeccakText(slowJcs(value));
}

// §2 decimals.

/** Returns coefficient and scale of a decimal text: shifts digits until no fraction is left. */
export function slowDecimal(text: Text): { coefficient: bigint; scale: number } {
  let digits = text;
  let scale = 0;
  while (digits.includes('.')) {
    const point = digits.indexOf('.');
    const next = digits[point + 1];
    digits =
      next === undefined
        ? digits.slice(0, point)
        : `${digits.slice(0, point)}${next}.${digits.slice(point + 2)}`;
    if (next !== undefined) scale++;
  }
  return { coefficient: BigInt(digits), scale };
}

// §2 domain, §4 to §7 and §9 structs.

/** Returns hashStruct: keccak of the type's hash and of the words. */
export function slowStruct(type: Text, ...words: readonly Text[]): Text {
  return slowKeccak(join(slowKeccakText(type), ...words));
}

export interface SlowEntry {
  key: Text;
  coefficient: bigint;
  scale: number;
  unit: Text;
  from: number;
  until: number;
  detail: Text;
  salt: Text;
}

/** §4 */
export function slowEntry(entry: SlowEntry): Text {
  return slowStruct(
    'Entry(string key,int256 coefficient,uint8 scale,string unit,uint64 from,uint64 until,bytes32 detail,bytes32 salt)',
    slowKeccakText(entry.key),
    word(entry.coefficient),
    word(entry.scale),
    slowKeccakText(entry.unit),
    word(entry.from),
    word(entry.until),
    entry.detail,
    entry.salt,
  );
}

export interface SlowRecord {
  party: Text;
  kind: number;
  subject: Text;
  sequence: number;
  previous: Text;
  entries: Text;
  sources: readonly Text[];
  statement: Text;
}

/** §5 */
export function slowRecord(record: SlowRecord): Text {
  return slowStruct(
    'Record(bytes32 party,uint8 kind,string subject,uint64 sequence,bytes32 previous,bytes32 entries,bytes32[] sources,bytes32 statement)',
    record.party,
    word(record.kind),
    slowKeccakText(record.subject),
    word(record.sequence),
    record.previous,
    record.entries,
    slowKeccak(join(...record.sources)),
    record.statement,
  );
}

/** §5: keccak(abi.encode(party, kind, keccak(utf8(subject)))) */
export function slowStream(party: Text, kind: number, subject: Text): Text {
  return slowKeccak(join(party, word(kind), slowKeccakText(subject)));
}

/** §6 */
export function slowSealed(record: Text, signature: Text): Text {
  return slowStruct('Sealed(bytes32 record,bytes signature)', record, slowKeccak(signature));
}

export interface SlowHeader {
  number: number;
  previous: Text;
  records: Text;
  recordCount: number;
  heads: Text;
  sealedAt: number;
}

/** §6 */
export function slowHeader(header: SlowHeader): Text {
  return slowStruct(
    'BatchHeader(uint64 number,bytes32 previous,bytes32 records,uint32 recordCount,bytes32 heads,uint64 sealedAt)',
    word(header.number),
    header.previous,
    header.records,
    word(header.recordCount),
    header.heads,
    word(header.sealedAt),
  );
}

/** §8: keccak(abi.encode(headerId, anchoredAt)) */
export function slowAnchor(header: Text, anchoredAt: number): Text {
  return slowKeccak(join(header, word(anchoredAt)));
}

/** §7 */
export function slowHead(stream: Text, sequence: number, record: Text): Text {
  return slowStruct('Head(bytes32 stream,uint64 sequence,bytes32 record)', stream, word(sequence), record);
}

/** §7 */
export function slowHolder(party: Text, streams: Text): Text {
  return slowStruct('Holder(bytes32 party,bytes32 streams)', party, streams);
}

/** §9 */
export function slowReceipt(record: Text, acceptedAt: number, anchorBy: number): Text {
  return slowStruct(
    'Receipt(bytes32 record,uint64 acceptedAt,uint64 anchorBy)',
    record,
    word(acceptedAt),
    word(anchorBy),
  );
}

/** §2: keccak(0x1901 ‖ domain separator ‖ struct hash) */
export function slowDigest(chainId: number, ledger: Text, struct: Text): Text {
  const domain = slowStruct(
    'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)',
    slowKeccakText('CarbonLedger'),
    slowKeccakText('1'),
    word(chainId),
    word(BigInt(ledger)),
  );
  return slowKeccak(join('0x1901', domain, struct));
}

// §3 tree.

function slowNode(a: Text, b: Text): Text {
  return BigInt(a) < BigInt(b) ? slowKeccak(join(a, b)) : slowKeccak(join(b, a));
}

function ascending(a: Text, b: Text): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}

/** Returns the root: sorted leaves, paired from the left until one is left; an odd last node moves up unchanged. */
export function slowTreeRoot(leaves: readonly Text[]): Text {
  return rootOfLevel([...leaves].sort(ascending));
}

function rootOfLevel(level: readonly Text[]): Text {
  return level.length === 1 ? level[0]! : rootOfLevel(pairUp(level));
}

function pairUp(level: readonly Text[]): Text[] {
  if (level.length < 2) return [...level];
  return [slowNode(level[0]!, level[1]!), ...pairUp(level.slice(2))];
}

/** Returns the siblings of a leaf, from leaf to root. */
export function slowTreeProof(leaves: readonly Text[], leaf: Text): Text[] {
  const proof: Text[] = [];
  let level = [...leaves].sort(ascending);
  let at = level.indexOf(leaf);
  while (level.length > 1) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
    if (sibling !== undefined) proof.push(sibling);
    level = pairUp(level);
    at = Math.floor(at / 2);
  }
  return proof;
}

/** Returns whether the siblings lead from a leaf to the root. */
export function slowTreeHolds(root: Text, leaf: Text, proof: readonly Text[]): boolean {
  return proof.length <= 31 && proof.reduce(slowNode, leaf) === root;
}

// §3 map.

export interface SlowItem {
  key: Text;
  leaf: Text;
}

const EMPTY = `0x${'0'.repeat(64)}`;

function bits(key: Text): string {
  return BigInt(key).toString(2).padStart(256, '0');
}

function slowItem({ key, leaf }: SlowItem): Text {
  return slowStruct('Item(bytes32 key,bytes32 leaf)', key, leaf);
}

/** Returns the root of a set at depth d, by the definition. */
export function slowMapRoot(items: readonly SlowItem[], depth = 0): Text {
  if (items.length === 0) return EMPTY;
  if (items.length === 1) return slowItem(items[0]!);
  return slowKeccak(
    join(slowMapRoot(side(items, depth, '0'), depth + 1), slowMapRoot(side(items, depth, '1'), depth + 1)),
  );
}

function side(items: readonly SlowItem[], depth: number, bit: string): SlowItem[] {
  return items.filter(({ key }) => bits(key)[depth] === bit);
}

export interface SlowMapProof {
  /** The item at which the walk ends, or null if it ends at nothing. */
  end: SlowItem | null;
  siblings: Text[];
}

/** Walks along a key; returns where the walk ends, and the siblings on the path, the deepest first. */
export function slowMapProof(items: readonly SlowItem[], key: Text): SlowMapProof {
  const siblings: Text[] = [];
  let set = [...items];
  for (let depth = 0; set.length > 1; depth++) {
    const bit = bits(key)[depth]!;
    siblings.unshift(slowMapRoot(side(set, depth, bit === '0' ? '1' : '0'), depth + 1));
    set = side(set, depth, bit);
  }
  return { end: set[0] ?? null, siblings };
}

/** Returns whether the path of a key leads from an end to the root. Both kinds of map proof depend on this. */
export function slowMapHolds(root: Text, key: Text, { end, siblings }: SlowMapProof): boolean {
  if (siblings.length > 256 || siblings[0] === EMPTY) return false;
  if (end !== null && !bits(end.key).startsWith(bits(key).slice(0, siblings.length))) return false;
  let node = end === null ? EMPTY : slowItem(end);
  siblings.forEach((sibling, index) => {
    const bit = bits(key)[siblings.length - 1 - index];
    node = bit === '0' ? slowKeccak(join(node, sibling)) : slowKeccak(join(sibling, node));
  });
  return node === root;
}
