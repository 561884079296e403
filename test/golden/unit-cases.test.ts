/** Published cases that need no accounting method: conversions, identifiers, canonical JSON. */
import { describe, expect, it } from 'vitest';
import { parseIdentifier } from '../../core/parties/identifier.ts';
import { formatJson, parseJson } from '../../core/encoding/json.ts';
import { formatAmount, parseAmount } from '../../engine/quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../engine/quantities/unit.ts';
import { readCase, titleOf } from './case.ts';

const unit = readCase('UNIT-1');
const lei = readCase<string[]>('LEI-1');
const jcs = readCase('JCS-1');

describe(titleOf(unit), () => {
  it.each(Object.entries(unit.expected))('%s: %s', (conversion, expected) => {
    const [value, from, to] = conversion.split(' ');
    const amount = convertAmount(parseAmount(value!), parseUnit(from!), parseUnit(to!));
    expect(formatAmount(amount, conversion)).toBe(expected);
  });
});

describe(titleOf(lei), () => {
  it.each(lei.inputs['valid']!)('%s is a valid LEI', (text) => {
    expect(parseIdentifier(`lei:${text}`)).toBe(`lei:${text}`);
  });

  it.each(lei.inputs['invalid']!)('%s is not a valid LEI', (text) => {
    expect(() => parseIdentifier(`lei:${text}`)).toThrow(
      expect.objectContaining({ code: 'identifier-check' }),
    );
  });
});

describe(titleOf(jcs), () => {
  const bytesOf = (text: string): string => Buffer.from(text).toString('hex');

  it.each(['arrays', 'french', 'unicode', 'weird'])('%s has the published canonical bytes', (name) => {
    expect(bytesOf(formatJson(parseJson(jcs.inputs[name]!)))).toBe(jcs.expected[name]);
  });

  it.each(['structures', 'values'])('%s holds numbers that throw json-number', (name) => {
    expect(() => parseJson(jcs.inputs[name]!)).toThrow(expect.objectContaining({ code: 'json-number' }));
  });

  it('structures has the published canonical bytes when its number is written as an integer', () => {
    const text = jcs.inputs['structures']!.replace('56.0', '56');
    expect(bytesOf(formatJson(parseJson(text)))).toBe(jcs.expected['structures']);
  });
});
