import { readFlowName } from '../../../engine/factors/flow-name.ts';
import { ONE, type Amount } from '../../../engine/quantities/decimal.ts';
import { refuseTable } from '../../cells/table-problem.ts';
import { findCompartment } from '../compartment.ts';
import { readExact } from '../exact-number.ts';
import { computeFormula, type FindParameter, openParameters } from '../formula.ts';
import type {
  Compartment,
  Inventory,
  Named,
  ProcessFormat,
  ReadExchange,
  ReadProcess,
} from '../inventory.ts';
import type { LeftOut } from '../left-out.ts';
import { nameFlow } from '../names.ts';
import { stateUncertainty } from '../uncertainty.ts';
import { countedUnit, readUnitName, type ReadUnit } from '../units.ts';
import { readDistribution } from './brightway-distribution.ts';
import { type Node, Nodes } from './brightway-nodes.ts';
import {
  type Activity,
  type Fields,
  readSections,
  type Record,
  type Sections,
} from './brightway-sections.ts';
import { readSheets } from './brightway-sheets.ts';

/** The layout of brightway's exchange files (bw2io): sections Database, Activity, Parameters and Exchanges. */
export const brightway: ProcessFormat = {
  name: 'brightway',
  meaning: 'a database of brightway in the layout of bw2io: .csv or .xlsx',
  endings: {
    '.csv': 'text/csv',
    '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  async read(file, leftOut) {
    const sections = readSections(file.name, await readSheets(file, leftOut), leftOut);
    return new Reader(file.name, sections, leftOut).read();
  },
};

/** Columns of exchanges that are read, or that only name what is read. */
const COLUMNS: ReadonlySet<string> = new Set([
  ...[
    'name',
    'amount',
    'unit',
    'type',
    'location',
    'categories',
    'formula',
    'reference product',
    'code',
    'input',
  ],
  ...['uncertainty type', 'loc', 'scale', 'shape', 'minimum', 'maximum', 'negative', 'database'],
  ...[
    'comment',
    'original_amount',
    'original amount',
    'activity',
    'flow',
    'id',
    'output',
    'production volume',
  ],
]);

const TYPES = {
  production: 'production',
  'generic production': 'production',
  technosphere: 'technosphere',
  'generic consumption': 'technosphere',
  substitution: 'substitution',
  biosphere: 'biosphere',
} as const;

class Reader {
  readonly #name: string;
  readonly #sections: Sections;
  readonly #leftOut: LeftOut;
  readonly #nodes: Nodes;
  readonly #items = new Map<string, Named>();
  /** What is treated and not made: its production is negative. */
  readonly #wastes: ReadonlySet<string>;
  readonly #parameters = new Map<string, FindParameter>();

  constructor(name: string, sections: Sections, leftOut: LeftOut) {
    [this.#name, this.#sections, this.#leftOut] = [name, sections, leftOut];
    this.#nodes = new Nodes(sections.activities);
    this.#wastes = new Set(
      this.#processes().flatMap((node) =>
        this.#productions(node).flatMap(({ item, amount }) => (amount.isNegative() ? [item.id] : [])),
      ),
    );
  }

  read(): Inventory {
    const processes = this.#processes().map((node) => this.#process(node));
    return { processes, items: [...this.#items.values()], factors: [] };
  }

  #processes(): Node[] {
    return this.#nodes.all.filter(({ kind }) => kind === 'process');
  }

  #process(node: Node): ReadProcess {
    const { activity } = node;
    const made = this.#productions(node).map(({ item, amount, record }): ReadExchange => {
      const isWaste = amount.isNegative();
      const unit = this.#unit(record?.fields.get('unit') ?? activity.fields.get('unit'), activity.place);
      return {
        ...{ item: item.id, provider: null, allocation: null, uncertainty: null },
        ...{ amount: amount.abs().times(unit.ratio), unit: unit.unit },
        ...{ kind: isWaste ? 'waste' : 'product', direction: isWaste ? 'input' : 'output' },
      };
    });
    if (!activity.exchanges.some((record) => this.#typeOf(record) === 'production'))
      this.#leftOut.note('implied-output', activity.name);
    const others = activity.exchanges.flatMap((record) => this.#exchange(node, record));
    const apart = activity.fields.get('location') ?? null;
    return { id: node.id, name: activity.name, apart, exchanges: [...made, ...others] };
  }

  /** What a process makes, or treats where the amount is negative: 1 of its own product, if it states nothing. */
  #productions(node: Node): { item: Named; amount: Amount; record: Record | null }[] {
    const found = node.activity.exchanges.filter((record) => this.#typeOf(record) === 'production');
    if (found.length === 0) return [{ item: this.#itemOf(node), amount: ONE, record: null }];
    return found.map((record) => {
      const named = this.#nodes.find(record.fields, spellField);
      const isOwn =
        named.includes(node) ||
        record.fields.get('name') === node.product ||
        (named.length === 0 && found.length === 1);
      const target = isOwn ? node : named.length === 1 ? named[0]! : null;
      const item = target === null ? this.#unknown(record.fields) : this.#itemOf(target);
      return { item, amount: this.#amount(node.activity, record, 'silent'), record };
    });
  }

  #itemOf({ id, product, activity }: Node): Named {
    return this.#remember({ id, name: product, apart: activity.fields.get('location') ?? null });
  }

  /** Something that no activity of the file makes. */
  #unknown(fields: Fields): Named {
    const name = fields.get('reference product') ?? fields.get('name') ?? '';
    const apart = fields.get('location') ?? null;
    return this.#remember({ id: JSON.stringify([name, apart, fields.get('unit') ?? '']), name, apart });
  }

  #remember(item: Named): Named {
    this.#items.set(item.id, item);
    return item;
  }

  #exchange(node: Node, record: Record): ReadExchange[] {
    const { activity } = node;
    const type = this.#typeOf(record);
    for (const column of record.fields.keys())
      if (!COLUMNS.has(column)) this.#leftOut.note('column', `${record.place}: ${column}`);
    if (type === null) {
      this.#leftOut.note('kind-of-row', `${record.place}: type ${record.fields.get('type') ?? 'not stated'}`);
      return [];
    }
    if (type === 'production') {
      this.#amount(activity, record, 'noted');
      return [];
    }
    const stated = this.#amount(activity, record, 'noted');
    const about = `${activity.name}: ${record.fields.get('name') ?? ''}`;
    return type === 'biosphere'
      ? this.#elementary(record, stated, about)
      : [this.#product(record, type, stated, about)];
  }

  #product(
    record: Record,
    type: 'technosphere' | 'substitution',
    stated: Amount,
    about: string,
  ): ReadExchange {
    const candidates = this.#nodes.find(record.fields, spellField);
    if (candidates.length > 1) this.#leftOut.note('several-providers', about);
    const target = candidates.length === 1 ? candidates[0]! : null;
    const item = target === null ? this.#unknown(record.fields) : this.#itemOf(target);
    const unit = this.#unit(record.fields.get('unit') ?? target?.activity.fields.get('unit'), record.place);
    const isWaste = this.#wastes.has(item.id);
    // What is needed is above 0: less waste, more of a product. The rest is saved.
    const needed = isWaste === (type === 'technosphere') ? negate(stated) : stated;
    const isSaved = needed.isNegative();
    const amount = needed.abs().times(unit.ratio);
    const value = { amount, unit: unit.unit, ratio: unit.ratio };
    const distribution = stated.isNegative() ? null : readDistribution(record.fields);
    return {
      ...{ amount, unit: unit.unit, item: item.id, allocation: null },
      provider: target?.kind === 'process' ? target.id : null,
      uncertainty: stateUncertainty(distribution, value, about, this.#leftOut),
      kind: isSaved ? 'avoided' : isWaste ? 'waste' : 'product',
      direction: isWaste ? 'output' : 'input',
    };
  }

  #elementary(record: Record, stated: Amount, about: string): ReadExchange[] {
    const [target] = this.#nodes.find(record.fields, spellField);
    const fieldOf = (field: string): string | undefined =>
      record.fields.get(field) ?? target?.activity.fields.get(field);
    const flow = record.fields.get('name') ?? '';
    const compartment = this.#compartment(fieldOf('categories') ?? '', flow, about);
    if (compartment === null) return [];
    const { unit, ratio } = this.#unit(fieldOf('unit'), record.place);
    const amount = stated.times(ratio);
    const uncertainty = stateUncertainty(
      readDistribution(record.fields),
      { amount, unit, ratio },
      about,
      this.#leftOut,
    );
    return [{ kind: 'flow', flow, compartment, place: null, amount, unit, uncertainty }];
  }

  #compartment(categories: string, flow: string, about: string): Compartment | null {
    const stated = findCompartment(categories.split('::'));
    if (stated !== null) return stated;
    const isGas = readFlowName(nameFlow(flow)).gas !== null;
    this.#leftOut.note(isGas ? 'compartment-assumed' : 'compartment', about);
    return isGas ? 'air' : null;
  }

  #typeOf({ fields }: Record): (typeof TYPES)[keyof typeof TYPES] | null {
    const type = (fields.get('type') ?? '').toLowerCase();
    return Object.hasOwn(TYPES, type) ? TYPES[type as keyof typeof TYPES] : null;
  }

  #unit(text: string | undefined, place: string): ReadUnit {
    const known = text === undefined ? null : readUnitName(text);
    if (known !== null) return known;
    this.#leftOut.note('unit', `${place}: ${text ?? 'no unit'}`);
    return { unit: countedUnit(text ?? ''), ratio: ONE };
  }

  /** Returns the amount of a row; where it has a formula that gives another one, that. @throws DatasetRefused `not-a-number` */
  #amount(activity: Activity, { place, fields }: Record, notes: 'noted' | 'silent'): Amount {
    const text = fields.get('amount') ?? '';
    const formula = fields.get('formula');
    const stated = readExact(text);
    const computed = formula === undefined ? null : computeFormula(formula, this.#find(activity));
    const note = (kind: 'formula' | 'formula-differs', what: string): void => {
      if (notes === 'noted') this.#leftOut.note(kind, `${place}: ${what}`);
    };
    if (formula !== undefined && computed === null) note('formula', formula);
    if (computed === null) {
      if (stated !== null) return stated;
      throw refuseTable(
        this.#name,
        'not-a-number',
        `${place}: the amount ${JSON.stringify(text)} is not a number`,
        {
          column: 'amount',
        },
      );
    }
    const given = stated === null ? null : Number(stated.toString());
    if (stated !== null && Math.abs(computed - given!) <= 1e-9 * Math.abs(given!)) return stated;
    if (given !== null) note('formula-differs', `${formula} is ${computed}, stored ${given}`);
    return readExact(computed)!;
  }

  #find({ group }: Activity): FindParameter {
    const { groups, shared, project } = this.#sections;
    const find =
      this.#parameters.get(group) ?? openParameters([groups.get(group) ?? new Map(), shared, project]);
    this.#parameters.set(group, find);
    return find;
  }
}

function negate(amount: Amount): Amount {
  return amount.minus(amount).minus(amount);
}

/** Units have several names: those that mean the same are equal. */
function spellField(field: string, text: string): string {
  const unit = field === 'unit' ? readUnitName(text) : null;
  return unit === null ? text : `${unit.ratio.toString()} ${unit.unit}`;
}
