import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { rowDetail } from '../../../engine/rows/row-detail.ts';

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  readonly allOf?: readonly unknown[];
}
const schemaOf = (type: string): Schema =>
  z.toJSONSchema(
    rowDetail.options.find(({ shape }) => shape.row.value === type)!,
    { io: 'input' },
  ) as unknown as Schema;

describe('the JSON Schema of a row type', () => {
  it.each(rowDetail.options.map(({ shape }) => shape.row.value))(
    'of %s names its type and its members',
    (type) => {
      const { properties, required } = schemaOf(type);
      expect(properties['row']).toEqual({ type: 'string', const: type });
      expect(required).toContain('row');
    },
  );

  it('has the members that all rows with a value share, and documents have none of them', () => {
    expect(Object.keys(schemaOf('grid-factor').properties)).toEqual(
      expect.arrayContaining(['uncertainty', 'quality', 'origin', 'entity']),
    );
    expect(schemaOf('facility').required).toEqual(['row', 'facility', 'entity', 'name', 'geography']);
    expect(Object.keys(schemaOf('facility').properties)).not.toContain('uncertainty');
  });

  it('states what a factor of CO2e requires', () => {
    expect(schemaOf('emission-factor').allOf).toEqual([
      {
        if: { properties: { gas: { const: 'CO2e' } }, required: ['gas'] },
        then: { required: ['gases', 'gwpSet'] },
      },
    ]);
  });
});
