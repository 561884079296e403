import { blocks, derivedItem, state, type MadeAttack } from './attack-table.ts';

const LATER = { from: Date.UTC(2025, 0) / 1000, until: Date.UTC(2026, 0) / 1000 };

/** Figures that do not go together. */
export const ALIGNMENT_ATTACKS: readonly MadeAttack[] = [
  [
    'higher in another unit',
    'other-unit',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'energy', value: '1', unit: 'GJ' }) })),
  ],
  [
    'higher than tonnes of another gas',
    'other-unit',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'co2', value: '1', unit: 't{CO2}' }) })),
  ],
  [
    'higher with other gases',
    'other-gases',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'o', value: '1', gases: ['CO2'] }) })),
  ],
  [
    'higher with other potentials',
    'other-gwp-set',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'o', value: '1', gwpSet: 'AR5' }) })),
  ],
  [
    'higher in another year',
    'other-period',
    (table) => blocks(state('higher', { a: table.a, b: table.figure({ key: 'o', value: '1', ...LATER }) })),
  ],
  [
    'a rise since a later year',
    'other-period',
    (table) => blocks(state('rose', { a: table.a, b: table.figure({ value: '1', ...LATER }) })),
  ],
  [
    'a rise of a year over a month',
    'other-period',
    (table) =>
      blocks(
        state('rose', {
          a: table.figure({ value: '200', ...LATER }),
          b: table.figure({ value: '1', until: Date.UTC(2024, 1) / 1000 }),
        }),
      ),
  ],
  [
    'higher on another boundary',
    'other-conditions',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'o', value: '1', conditions: {} }) })),
  ],
  [
    'parts that share a row',
    'overlap',
    (table) => {
      const part = table.figure({
        key: 'part',
        value: '1',
        parts: { entries: ['0x1#part', '0xdata#fuel/scope1'], sets: [] },
      });
      return blocks(state('adds-up', { m: [table.a, part], b: table.b }));
    },
  ],
  [
    'parts of unlisted rows',
    'unknown-overlap',
    (table) => {
      const part = table.figure({
        key: 'part',
        value: '1',
        parts: { entries: ['0x1#part'], sets: [{ record: '0xdata', types: ['fuel'] }] },
      });
      return blocks(state('adds-up', { m: [table.a, part], b: table.b }));
    },
  ],
  [
    'a share of something else',
    'not-a-part',
    (table) => blocks(state('value', { a: derivedItem(table, 'share', [table.a, table.b]) })),
  ],
  [
    'a figure per something else',
    'not-a-population',
    (table) => blocks(state('per-head', { a: derivedItem(table, 'per-head', [table.a, table.b]) })),
  ],
  [
    'a ratio to nothing',
    'no-value',
    (table) => {
      const zero = table.figure({ key: 'zero', value: '0', unit: 't', gases: [] });
      return blocks(state('intensity', { a: derivedItem(table, 'ratio', [table.a, zero]) }));
    },
  ],
  [
    'a difference of three',
    'wrong-operands',
    (table) => blocks(state('value', { a: derivedItem(table, 'difference', [table.a, table.b, table.a]) })),
  ],
];
