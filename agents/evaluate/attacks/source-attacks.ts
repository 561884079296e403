import { blocks, derivedItem, proven, record, state, type MadeAttack } from './attack-table.ts';
import { makeNote } from './made-figure.ts';

/** Figures and records that nothing proves, and derived figures that are not what they say. */
export const SOURCE_ATTACKS: readonly MadeAttack[] = [
  [
    'a figure whose proof does not verify',
    'unproven',
    (table) =>
      blocks(state('value', { a: table.figure({ source: { ...proven, verdict: 'not-verified' } }) })),
  ],
  [
    'such a figure inside a table',
    'unproven',
    (table) => {
      const bad = table.figure({ source: { ...proven, verdict: 'unchecked' } });
      return blocks({ is: 'table', table: table.issue({ kind: 'table', figures: [table.a, bad] }) });
    },
  ],
  [
    'such a figure inside a picture',
    'unproven',
    (table) => {
      const bad = table.figure({ source: { ...proven, verdict: 'unchecked' } });
      return blocks({ is: 'picture', picture: table.picture([table.a, bad]) });
    },
  ],
  [
    'such a figure among those that are counted',
    'unproven',
    (table) => {
      const bad = table.figure({ source: { ...proven, verdict: 'unchecked' } });
      return blocks(
        state('counted', { c: table.issue({ kind: 'count', count: 1, of: 'figures', members: [bad] }) }),
      );
    },
  ],
  [
    'such a figure behind a derived one',
    'unproven',
    async (table) => {
      const bad = table.figure({ key: 'bad', source: { ...proven, verdict: 'not-verified' } });
      return blocks(state('value', { a: await table.derive('difference', [table.a, bad]) }));
    },
  ],
  [
    'such a figure behind a link',
    'unproven',
    (table) => {
      const bad = table.figure({ key: 'bad', source: { ...proven, verdict: 'not-verified' } });
      const link = table.issue({ kind: 'link', to: { page: 'provenance', about: bad } });
      return blocks(state('value', { a: table.a }), { is: 'link', link });
    },
  ],
  [
    'a record whose proof does not verify',
    'unproven',
    (table) => blocks(state('record', { r: record(table, { verdict: 'not-verified' }) })),
  ],
  [
    'a record whose proof was not checked',
    'unproven',
    (table) => blocks(state('record', { r: record(table, { verdict: 'unchecked' }) })),
  ],
  [
    'a figure under another policy',
    'other-policy',
    (table) => blocks(state('value', { a: table.figure({ source: { ...proven, policy: '0x00' } }) })),
  ],
  [
    'a record under another policy',
    'other-policy',
    (table) => blocks(state('record', { r: record(table, { policy: '0x00' }) })),
  ],
  [
    'a figure of a run that nobody made',
    'unknown-run',
    (table) => blocks(state('value', { a: table.figure({ source: { is: 'computed', run: 'u99' } }) })),
  ],
  [
    'a figure that a row computed',
    'unknown-run',
    (table) => blocks(state('value', { a: table.figure({ source: { is: 'computed', run: table.row } }) })),
  ],
  [
    'a difference to a figure that nobody issued',
    'unknown-run',
    (table) => blocks(state('value', { a: derivedItem(table, 'difference', [table.a, 'f99']) })),
  ],
  [
    'a figure of another run',
    'unknown-run',
    (table) => {
      const other = table.makeRun({ engine: 'e2' });
      return blocks(
        state('computed-by', { a: table.figure({ source: { is: 'computed', run: table.run } }), u: other }),
      );
    },
  ],
  [
    'a difference with another value',
    'wrong-derivation',
    async (table) =>
      blocks(state('value', { a: await table.derive('difference', [table.a, table.b], { value: '11' }) })),
  ],
  [
    'a ratio in tonnes',
    'wrong-derivation',
    async (table) =>
      blocks(state('value', { a: await table.derive('ratio', [table.a, table.b], { unit: 't' }) })),
  ],
  ...(['from', 'until'] as const).map((end): MadeAttack => [
    `a difference ${end} another time`,
    'wrong-derivation',
    async (table) => {
      const changes = { [end]: Date.UTC(2024, 5) / 1000 };
      return blocks(state('value', { a: await table.derive('difference', [table.a, table.b], changes) }));
    },
  ]),
  [
    'a difference with a made interval',
    'wrong-derivation',
    async (table) =>
      blocks(
        state('value', {
          a: await table.derive('difference', [table.a, table.b], { uncertainty: makeNote(10, 1, 'x') }),
        }),
      ),
  ],
];
