import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
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
import { anyJson } from './arbitraries.ts';

const HASH = `0x${'11'.repeat(32)}`;
const ZERO = `0x${'00'.repeat(32)}`;

/** Each reader of core with a value that it accepts. */
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

describe.each(READERS)('The reader of a %s', (_, read, good) => {
  it('accepts it', () => expect(refusalOf(() => read(good))).toBe('accepted'));

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'extra', ''])(
    'refuses the member %j',
    (name) => {
      const text = formatJson({ ...good }).replace('{', `{${JSON.stringify(name)}:{},`);
      expect(refusalOf(() => read(parseJson(text)))).toBe('unknown-member');
    },
  );

  it.each(Object.keys(good))('wants its member %s, of its own and not of a prototype', (name) => {
    const { [name]: member, ...rest } = good;
    expect(refusalOf(() => read(rest))).toBe('missing-member');
    expect(refusalOf(() => read(parseJson(formatJson({ ...rest, [name]: [[member]] }))))).not.toBe(
      'accepted',
    );
  });

  it('refuses or accepts any JSON in any member, without another error', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(...Object.keys(good)), (value, name) => {
        refusalOf(() => read({ ...good, [name]: value }));
        refusalOf(() => read(value));
      }),
    );
  });

  it('refuses values that no JSON holds, without another error', () => {
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
  ])('of %s has no line end, blank, NUL, mark or look-alike about it', (_, accepts, good) => {
    expect(accepts(good)).toBe(true);
    const marks = ['\n', '\r', ' ', '\t', '\u0000', '\u00a0', '\u200b', '\ufeff', '\u0301', '／', '\ud800'];
    for (const mark of marks) {
      for (const text of [good + mark, mark + good, good.slice(0, 1) + mark + good.slice(1)])
        expect(accepts(text), JSON.stringify(text)).toBe(false);
    }
  });

  it('of any length is refused without delay', () => {
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

  it('of a decimal is the one spelling of its pair', () => {
    const digits = fc.string({ unit: fc.constantFrom(...Array.from('0123456789.-')), maxLength: 45 });
    fc.assert(
      fc.property(digits, (text) => {
        if (refusalOf(() => parseDecimal(text)) === 'accepted')
          expect(formatDecimal(parseDecimal(text))).toBe(text);
      }),
    );
  });

  it('of a message is short, whatever the value', () => {
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

describe('A hostile bundle', () => {
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

  it('of a million wrong items is refused at the first: an issue for each would take all memory', () => {
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

  it.each(['1', '{}', '""', 'null', '[]'])('of many times %s is refused without delay', (item) => {
    const list = `[${Array<string>(200_000).fill(item).join(',')}]`;
    for (const name of ['records', 'history', 'windows'])
      expect(refusalOf(() => parseBundle(bundle({ [name]: list })))).not.toBe('accepted');
  });

  it('with bytes as long as the file is read without a stack for each', () => {
    const long = `"0x${'ab'.repeat(7 << 20)}"`;
    const proof = `[{"accountProof":[${long}],"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","block":"0x","storage":[]}]`;
    expect(refusalOf(() => parseBundle(bundle({ stateProofs: proof })))).toBe('bundle-limit');
    expect(refusalOf(() => parseBundle(bundle({ stateProofs: proof.replace('"0x"', '"0xa"') })))).not.toBe(
      'accepted',
    );
  });

  it('with a hundred thousand unknown members tells a few of them', () => {
    const members = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`z${i}`, '1']));
    try {
      parseBundle(bundle({ ...members, records: '[1]' }));
      expect.unreachable();
    } catch (error) {
      expect((error as BadInput).message.length).toBeLessThan(300);
    }
  });

  it('that is not byte for byte its JCS is refused', () => {
    const text = new TextDecoder().decode(bundle({}));
    for (const changed of [
      `${text}\n`,
      ` ${text}`,
      text.replace(',', ', '),
      text.replace('"chainId"', '"\\u0063hainId"'),
    ])
      expect(refusalOf(() => parseBundle(new TextEncoder().encode(changed)))).toBe('json-not-canonical');
    expect(refusalOf(() => parseBundle(bundle({})))).toBe('bundle-limit');
  });
});

describe('A hostile policy', () => {
  it('is refused as bad input, whatever JSON it is', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(refusalOf(() => parsePolicy(formatJson(value)))).not.toBe('accepted');
      }),
    );
  });
});
