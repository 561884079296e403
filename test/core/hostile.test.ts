import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseHeader, parseSealed } from '../../core/batches/batch.ts';
import { BUNDLE_FORMAT, parseBundle } from '../../core/proofs/bundle.ts';
import { formatDecimal, parseDecimal } from '../../core/encoding/decimal.ts';
import { parseDomain } from '../../core/hashing/domain.ts';
import { parseEntry, parseEntryStruct } from '../../core/records/entry.ts';
import { BadInput, showValue } from '../../core/errors.ts';
import { parseHead, parseHolder } from '../../core/batches/head.ts';
import { isHex } from '../../core/encoding/hex.ts';
import { parseIdentifier } from '../../core/parties/identifier.ts';
import { formatJson, parseJson } from '../../core/encoding/json.ts';
import { parsePolicy } from '../../core/verify/policy.ts';
import { parseReceipt } from '../../core/records/receipt.ts';
import { parseRecord } from '../../core/records/record.ts';
import { keySchema, parseWith, subjectSchema, unitSchema, withCode } from '../../core/encoding/schema.ts';
import { parseSignature } from '../../core/hashing/signature.ts';
import { measureRefusal, REFUSAL_GOALS } from '../../bench/tools/refusal-cost.ts';
import { HOSTILE_FILES } from '../helpers/hostile-files.ts';
import { anyJson } from './arbitraries.ts';

const HASH = `0x${'11'.repeat(32)}`;
const ZERO = `0x${'00'.repeat(32)}`;

/** Each parser of core with a value that it accepts. */
const READERS: [string, (value: unknown) => unknown, Record<string, unknown>][] = [
  [
    'record',
    parseRecord,
    {
      party: HASH,
      kind: 1,
      subject: 'a',
      sequence: 1,
      previous: ZERO,
      entries: ZERO,
      sources: [HASH],
      statement: HASH,
    },
  ],
  [
    'header',
    parseHeader,
    { number: 1, previous: ZERO, records: HASH, recordCount: 1, heads: HASH, sealedAt: 1 },
  ],
  ['sealed', parseSealed, { record: HASH, signature: `0x${'11'.repeat(64)}1b` }],
  ['head', parseHead, { stream: HASH, sequence: 1, record: HASH }],
  ['holder', parseHolder, { party: HASH, streams: HASH }],
  ['receipt', parseReceipt, { record: HASH, acceptedAt: 1, anchorBy: 2 }],
  ['domain', parseDomain, { chainId: 1, ledger: '0x5FbDB2315678afecb367f032d93F642f64180aa3' }],
  ['entry', parseEntry, { key: 'a', value: '1', unit: 't', from: 0, until: 0, detail: { a: 1 }, salt: ZERO }],
  [
    'entry struct',
    parseEntryStruct,
    { key: 'a', coefficient: '1', scale: 0, unit: 't', from: 0, until: 0, detail: ZERO, salt: ZERO },
  ],
];

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof BadInput) return error.code;
    throw error;
  }
  return 'accepted';
}

describe.each(READERS)('The parser of a %s', (_, read, good) => {
  it('accepts a valid one', () => expect(refusalOf(() => read(good))).toBe('accepted'));

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'extra', ''])(
    'refuses the member %j',
    (name) => {
      const text = formatJson({ ...good }).replace('{', `{${JSON.stringify(name)}:{},`);
      expect(refusalOf(() => read(parseJson(text)))).toBe('unknown-member');
    },
  );

  it.each(Object.keys(good))('requires the member %s as an own member, not of a prototype', (name) => {
    const { [name]: member, ...rest } = good;
    expect(refusalOf(() => read(rest))).toBe('missing-member');
    expect(refusalOf(() => read(parseJson(formatJson({ ...rest, [name]: [[member]] }))))).not.toBe(
      'accepted',
    );
  });

  it('accepts or rejects any JSON in any member, and throws nothing else', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(...Object.keys(good)), (value, name) => {
        refusalOf(() => read({ ...good, [name]: value }));
        refusalOf(() => read(value));
      }),
    );
  });

  it('rejects values that are not JSON, and throws nothing else', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    for (const value of [
      1n,
      [1n],
      { a: 1n },
      circular,
      Symbol('a'),
      () => 1,
      undefined,
      Number.NaN,
      -0,
      0.5,
    ]) {
      for (const name of Object.keys(good)) refusalOf(() => read({ ...good, [name]: value }));
      expect(refusalOf(() => read(value))).not.toBe('accepted');
    }
  });
});

describe('Text', () => {
  it.each([
    ['hex', (text: string) => isHex(text, 32), HASH],
    ['decimals', (text: string) => refusalOf(() => parseDecimal(text)) === 'accepted', '12.5'],
    ['keys', (text: string) => keySchema.safeParse(text).success, 'a/b'],
    ['subjects', (text: string) => subjectSchema.safeParse(text).success, 'a/b'],
    ['units', (text: string) => unitSchema.safeParse(text).success, 't'],
    ['identifiers', (text: string) => refusalOf(() => parseIdentifier(text)) === 'accepted', 'urn:a'],
  ])(
    'of %s is rejected with a line end, space, NUL, combining mark or look-alike character',
    (_, accepts, good) => {
      expect(accepts(good)).toBe(true);
      const marks = ['\n', '\r', ' ', '\t', '\u0000', '\u00a0', '\u200b', '\ufeff', '\u0301', '／', '\ud800'];
      for (const mark of marks) {
        for (const text of [good + mark, mark + good, good.slice(0, 1) + mark + good.slice(1)])
          expect(accepts(text), JSON.stringify(text)).toBe(false);
      }
    },
  );

  it('of any length is rejected without delay', () => {
    const long = 1 << 22;
    const texts = [
      '1'.repeat(long),
      `0.${'0'.repeat(long)}`,
      `0.${'1'.repeat(long)}x`,
      'a/'.repeat(long / 2),
    ];
    for (const text of texts) {
      expect(refusalOf(() => parseDecimal(text))).toMatch(/^decimal-/);
      expect(refusalOf(() => parseIdentifier(text))).toBe('identifier-syntax');
      expect(refusalOf(() => parseWith(keySchema, text))).toBe('key-syntax');
      expect(refusalOf(() => parseSignature(text))).toBe('signature-length');
    }
  });

  it('of a decimal is the only spelling of its quantity', () => {
    const digits = fc.string({ unit: fc.constantFrom(...Array.from('0123456789.-')), maxLength: 45 });
    fc.assert(
      fc.property(digits, (text) => {
        if (refusalOf(() => parseDecimal(text)) === 'accepted')
          expect(formatDecimal(parseDecimal(text))).toBe(text);
      }),
    );
  });

  it('of a message is short for any value', () => {
    for (const value of [
      'a'.repeat(1e6),
      1n,
      { a: 1n },
      Symbol('a'),
      undefined,
      () => 1,
      { toJSON: () => undefined },
    ])
      expect(showValue(value).length).toBeLessThan(130);
  });
});

describe('A hostile proof file', () => {
  const bundle = (members: Record<string, string>): Uint8Array => {
    const all: Record<string, string> = {
      chainId: '1',
      format: `"${BUNDLE_FORMAT}"`,
      heads: '[]',
      history: '[]',
      ledger: '"0x5FbDB2315678afecb367f032d93F642f64180aa3"',
      parties: '[]',
      records: '[]',
      stateProofs: '[]',
      windows: '[]',
      ...members,
    };
    const names = Object.keys(all).sort();
    return new TextEncoder().encode(`{${names.map((name) => `"${name}":${all[name]}`).join(',')}}`);
  };

  it('with a million wrong items is rejected at the first one, as an issue for each would take all memory', () => {
    let judged = 0;
    const counted = z.number().refine(
      () => {
        judged++;
        return false;
      },
      withCode('kind', 'expected nothing'),
    );
    const values = Array<number>(1000).fill(1);
    expect(refusalOf(() => parseWith(z.strictObject({ a: z.array(counted) }), { a: values }))).toBe('kind');
    expect(judged).toBe(1);
  });

  it.each(['1', '{}', '""', 'null', '[]'])('with 200,000 times %s is rejected without delay', (item) => {
    const list = `[${Array<string>(200_000).fill(item).join(',')}]`;
    for (const name of ['records', 'history', 'windows'])
      expect(refusalOf(() => parseBundle(bundle({ [name]: list })))).not.toBe('accepted');
  });

  it('with one value as long as the file is parsed without overflowing the stack', () => {
    const long = `"0x${'ab'.repeat(7 << 20)}"`;
    const proof = `[{"accountProof":[${long}],"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","block":"0x","storage":[]}]`;
    expect(refusalOf(() => parseBundle(bundle({ stateProofs: proof })))).toBe('bundle-limit');
    expect(refusalOf(() => parseBundle(bundle({ stateProofs: proof.replace('"0x"', '"0xa"') })))).not.toBe(
      'accepted',
    );
  });

  it('with a hundred thousand unknown members is rejected with a short message', () => {
    const members = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`z${i}`, '1']));
    try {
      parseBundle(bundle({ ...members, records: '[1]' }));
      expect.unreachable();
    } catch (error) {
      expect((error as BadInput).message.length).toBeLessThan(300);
    }
  });

  // How long it may take is measured by `npm run bench`: here a busy machine must not decide.
  it.each(Object.entries(HOSTILE_FILES))(
    'of 16 MiB of %s is refused with at most 300 MiB and 30 times the processor time of JSON.parse',
    (_, write) => {
      const { code, cpu, parse, peak } = measureRefusal(write());
      expect(code).not.toBe('accepted');
      expect(cpu / parse).toBeLessThanOrEqual(30);
      expect(peak).toBeLessThanOrEqual(REFUSAL_GOALS.peak);
    },
  );

  it.each([
    ['more values than 16 MiB of entries have', `[${'1,'.repeat(1 << 20)}1]`, 'bundle-limit'],
    ['a text longer than a statement', `["${'a'.repeat((1 << 20) + 1)}"]`, 'bundle-limit'],
    ['more nesting than its format has', '['.repeat(40) + ']'.repeat(40), 'json-depth'],
  ])('with %s is refused before it is parsed', (_, list, code) => {
    expect(refusalOf(() => parseBundle(bundle({ windows: `${list} not JSON` })))).toBe(code);
  });

  it('with a text that ends in escaped quotes and backslashes is scanned like it is parsed', () => {
    for (const text of [String.raw`"\\"`, String.raw`"\""`, String.raw`"\\\""`, String.raw`"[[{,\\\\"`])
      expect(refusalOf(() => parseBundle(bundle({ records: `[${text}]` })))).toBe('wrong-type');
  });

  it('that does not follow the schema is refused for that, whatever its form', () => {
    const text = new TextDecoder().decode(bundle({}));
    for (const same of [text, `${text}\n`, text.replace(',', ', ')])
      expect(refusalOf(() => parseBundle(new TextEncoder().encode(same)))).toBe('bundle-limit');
  });
});

describe('A hostile policy', () => {
  it('of any JSON is rejected as bad input', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(refusalOf(() => parsePolicy(formatJson(value)))).not.toBe('accepted');
      }),
    );
  });
});
