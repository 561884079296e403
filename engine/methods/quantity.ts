import * as z from 'zod';
import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import { selectFactor } from '../factors/factor.ts';
import type { Draft } from '../figures/draft.ts';
import { ExactEvaluator } from '../figures/exact.ts';
import { valueOf } from '../figures/expression.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { dimensionOf, isSameDimension, showDimension } from '../formula/dimension.ts';
import {
  FormulaError,
  MOST_CHARACTERS,
  namesIn,
  parseFormula,
  QUANTITY_NAME,
  type Formula,
} from '../formula/formula.ts';
import { checkReadings, writeMeasured, type MeasuredRow } from '../formula/measured.ts';
import { inBaseUnits, inUnit, writeFormula, type Written } from '../formula/written.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';
import { rowsAbout } from '../rows/row-index.ts';
import type { Method } from './method.ts';
import { commonParameters } from './parameters.ts';

const quantitySchema = z.strictObject({
  name: z.string().regex(QUANTITY_NAME, 'expected a letter, then at most 31 letters, digits and _'),
  unit: z.string().superRefine((text, context) => {
    const message = refuseUnit(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  }),
  formula: z
    .string()
    .max(MOST_CHARACTERS)
    .superRefine((text, context) => {
      const message = refuseFormula(text);
      if (message !== null) context.addIssue({ code: 'custom', message });
    }),
});

const parameters = commonParameters.extend({
  quantities: z
    .array(quantitySchema)
    .min(1)
    .max(100)
    .superRefine((all, context) => {
      all.forEach(({ name }, at) => {
        if (all.findIndex((other) => other.name === name) < at)
          context.addIssue({ code: 'custom', path: [at, 'name'], message: `${name} is there twice` });
      });
    })
    .describe(
      'The quantities that are computed: name, unit (UCUM) and formula, such as "m * c^2". A formula has + - * / ^, parentheses, numbers, ln, exp and sqrt, the names of measured-quantity rows, and those of quantities before it. An exponent is a whole number or a ratio of two, at most 32: x^2, x^(1/3), x^(-1).',
    ),
});
type Parameters = z.output<typeof parameters>;
type Asked = Parameters['quantities'][number];

/** A model of the user: a formula over measured quantities. */
export const quantity: Method<Parameters> = {
  id: 'quantity',
  version: 1,
  title: 'Quantities by a formula of the user over measured ones',
  standard:
    'JCGM 100:2008 (GUM), clauses 4.1 (measurement model), 4.2 (means of readings) and 5 (combination), under uncertainty@1 with approach 1; JCGM 101:2008 (Supplement 1) with approach 2. Of JCGM 100 the contents and clause 5.1 were read; JCGM 101 is known from its examples',
  reads: ['measured-quantity'],
  parameters,
  figures: [
    {
      key: 'quantity/{name}',
      unit: '*',
      meaning: 'What a formula gives for the values that its rows state, in the unit that is asked for.',
    },
  ],
  traps: [
    'A formula is exact: an amount counts in its unit, and what is added must measure the same. A logarithm and an exponential take a number without a unit: ln(p / p0).',
    'Powers, roots, logarithms and exponentials have 50 significant digits, each right, rounded half-even.',
    'The value of a row with readings is their mean. A mean without an end is rounded to at most a thousandth of its standard error.',
    'Readings of rows with the same together give the correlation of their means. Their draws are normal, also where the readings are few: JCGM 101 would take a t distribution for one quantity, which is wider.',
    'Energy is mass × length² ÷ time² in a formula, and a volume is length³. Units that the engine does not know can be counted things, such as {V} and {mA}; they are never converted.',
    'A mass of CO2e is not a quantity of a formula: potentials are those of a GWP set, and inventory@2 takes them.',
  ],
  compute: (context, { quantities }) => {
    const models = new Models(context);
    return quantities.map((asked) => models.draft(asked));
  },
};

function refuseUnit(text: string): string | null {
  try {
    if (parseUnit(text).substance !== 'CO2e') return null;
    return 'expected the unit of one gas or of none: a mass of CO2e needs a GWP set, which inventory@2 takes';
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
}

function refuseFormula(text: string): string | null {
  try {
    return namesIn(parseFormula(text)).length > 0 ? null : 'expected the name of at least one quantity';
  } catch (error) {
    if (error instanceof FormulaError) return error.message;
    throw error;
  }
}

/** The quantities of a run: each can take those before it. */
class Models {
  readonly #context: MethodContext;
  readonly #drafts = new Map<string, Draft>();
  readonly #rows = new Map<string, MeasuredRow>();
  readonly #warnings = new Map<MeasuredRow, Warning>();

  constructor(context: MethodContext) {
    this.#context = context;
  }

  draft({ name, unit: text, formula }: Asked): Draft {
    const key = `quantity/${name}`;
    const unit = parseUnit(text);
    const parsed = parseFormula(formula);
    const written = this.#write(parsed, key);
    if (!isSameDimension(written.dimension, dimensionOf(unit))) {
      const message = `${key} is in ${showDimension(written.dimension)} by its formula, which does not convert to ${text}: correct the formula, or the unit that is asked for`;
      throw new EngineError('unit-mismatch', message, text, placeOf(nameOf(key), 'unit'));
    }
    const rows = namesIn(parsed).flatMap((own) => this.#rows.get(own) ?? []);
    checkReadings([...this.#rows.values()]);
    const draft = { ...describe(key, unit), expression: inUnit(written, unit), ...this.#warn(rows) };
    refuseUndefined(draft, formula);
    this.#drafts.set(name, draft);
    return draft;
  }

  #write(formula: Formula, key: string): Written {
    return writeFormula(formula, {
      named: (name) => this.#find(name, key),
      place: placeOf(nameOf(key), 'formula'),
    });
  }

  #find(name: string, key: string): Written {
    const draft = this.#drafts.get(name);
    const [other] = rowsAbout(this.#context.rows, 'measured-quantity', name);
    if (draft === undefined) return writeMeasured(this.#rows.get(name) ?? this.#select(name, key));
    if (other !== undefined) {
      const text = `${name} is a row, ${other.key}, and a quantity that is computed: give one of them another name`;
      throw new EngineError('ambiguous-factor', text, name, placeOf(other, 'detail.quantity'));
    }
    const unit = parseUnit(draft.unit);
    return { expression: inBaseUnits(valueOf(name, draft), unit), dimension: dimensionOf(unit) };
  }

  #select(name: string, key: string): MeasuredRow {
    const { rows, period, proxies } = this.#context;
    const sought = { what: `measured quantity ${name}`, period, by: nameOf(key), column: 'formula' };
    const { row, warning } = selectFactor(rowsAbout(rows, 'measured-quantity', name), sought, proxies);
    this.#rows.set(name, row);
    if (warning !== null) this.#warnings.set(row, warning);
    return row;
  }

  #warn(rows: readonly MeasuredRow[]): Pick<Draft, 'warnings'> {
    const warnings = rows.flatMap((row) => this.#warnings.get(row) ?? []);
    return warnings.length === 0 ? {} : { warnings };
  }
}

/** Throws where a formula has no value for its rows, such as a logarithm of a negative number. @throws EngineError `out-of-range` */
function refuseUndefined({ key, expression }: Draft, formula: string): void {
  try {
    new ExactEvaluator().evaluate(expression);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const text = `${key} has no value, because its formula has ${error.message} for the values of its rows: correct one of them, or ${formula}`;
    throw new EngineError(error.code, text, error.value, placeOf(nameOf(key), 'formula'));
  }
}

function nameOf(key: string): RowName {
  return { record: '', key };
}

function describe(key: string, { text, substance }: Unit): Omit<Draft, 'expression'> {
  return {
    key,
    unit: text,
    method: 'quantity@1',
    scope: null,
    categories: [],
    gases: substance === null ? [] : [substance],
    gwpSet: null,
    geographies: [],
  };
}
