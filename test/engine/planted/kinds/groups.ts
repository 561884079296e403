import { documentOf, type TestEntry } from '../../dataset.ts';
import { changeActivity, isOf, ofPeriod, stating, without, type Fault } from '../fault.ts';

const isInstrument = isOf('instrument');

const ENTITIES = ['lei:5299000J2N45DDNE4Y28', 'lei:529900T8BM49AURSDO55'];

/** Returns a fault of a group: all rows are of its first entity, and the rows of entities are these. */
function holding(
  kind: string,
  held: readonly Readonly<Record<string, unknown>>[],
  change: (row: TestEntry) => TestEntry = (row) => row,
): Fault {
  const entities = held.map((members, index) =>
    documentOf(`entity/${index}`, {
      row: 'entity',
      name: `Entity ${index}`,
      geography: 'DE',
      ...FULL,
      ...members,
    }),
  );
  return {
    kind,
    plant: (table, random) => {
      const changed = random.below(ofPeriod(table).length);
      const own = table.activities.map((row) =>
        isInstrument(row) ? row : stating({ entity: ENTITIES[0] })(row, random),
      );
      const target = own.filter((row) => !isInstrument(row)).at(-1 - (changed % 3))!;
      const activities = own.map((row) => (row === target ? change(row) : row));
      return {
        table: { ...table, activities: [...activities, ...entities] },
        rows: [target.key, ...entities.map(({ key }) => key)],
      };
    },
  };
}

const FULL = { interest: '1', financialControl: 'full', operationalControl: 'yes', accounting: 'group' };
const [ONE, TWO] = ENTITIES;

export const CONSOLIDATION: readonly Fault[] = [
  holding('two entities that hold each other', [
    { identifier: ONE, heldBy: TWO },
    { identifier: TWO, heldBy: ONE },
  ]),
  holding('a holder that does not exist', [{ identifier: ONE, heldBy: TWO }]),
  holding('interests of more than all', [
    { identifier: TWO },
    { identifier: ONE, interest: '0.7' },
    { identifier: ONE, heldBy: TWO, interest: '0.7', financialControl: 'none' },
  ]),
  holding('an interest in per cent', [{ identifier: ONE, interest: '70' }]),
  holding('one holder twice', [
    { identifier: ONE, interest: '0.4', financialControl: 'none' },
    { identifier: ONE, interest: '0.5', financialControl: 'none' },
  ]),
  holding('two holders with full control', [
    { identifier: TWO },
    { identifier: ONE, interest: '0.5' },
    { identifier: ONE, heldBy: TWO, interest: '0.5' },
  ]),
  holding('an entity without its row', [{ identifier: ONE }], (row) =>
    stating({ entity: TWO })(row, undefined as never),
  ),
  holding('an entity that buys from itself', [{ identifier: ONE }], (row) =>
    stating({ counterparty: ONE })(row, undefined as never),
  ),
  holding('a row without entity among others', [{ identifier: ONE }], (row) =>
    without('entity')(row, undefined as never),
  ),
  holding('a control that does not exist', [{ identifier: ONE, operationalControl: '50 %' }]),
  holding('a purchase without its sale', [{ identifier: ONE }, { identifier: TWO }], (row) =>
    stating({ counterparty: TWO })(row, undefined as never),
  ),
  {
    kind: 'two entities without a consolidation',
    plant: (table) => {
      let index = 0;
      const activities = table.activities.map((row) =>
        isInstrument(row) ? row : { ...row, detail: { ...row.detail, entity: ENTITIES[index++ % 2] } },
      );
      return { table: { ...table, activities }, rows: activities.map(({ key }) => key) };
    },
  },
  changeActivity(
    'an entity with wrong check digits',
    () => true,
    stating({ entity: 'lei:5299000J2N45DDNE4Y29' }),
  ),
  changeActivity('one row of another entity', (row) => !isInstrument(row), stating({ entity: ENTITIES[0] })),
];
