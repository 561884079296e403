import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { selectConstant } from '../../figures/constant.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  constant,
  differenceOf,
  NOTHING,
  productOf,
  quotientOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Amount, HUNDRED, ONE, sumAmounts, ZERO } from '../../quantities/decimal.ts';
import { segmentOf } from '../../trade/keys.ts';
import type { Method } from '../method.ts';
import { footprintParameters, type FootprintParameters, type FootprintProduct } from './parameters.ts';
import { readAskedUnit } from '../life-cycle/parameters.ts';
import { PartReader, type Part } from './parts.ts';
import { explainNoShare, warnOfNoShare, warnOfStatedShare, type ShareOf } from './primary-share.ts';
import { ATTRIBUTES, EXCLUDING, IDENTITIES, INCLUDING, UPTAKE, type Attribute } from './pact.ts';

/** The carbon footprint of a product, as companies exchange it. */
export const footprint: Method<FootprintParameters> = {
  id: 'footprint',
  version: 1,
  title: 'Carbon footprint of a product, to exchange',
  standard:
    'PACT Technical Specifications 3.0, CarbonFootprint (WBCSD); the text of the PACT Methodology 3.0 was not read',
  reads: ['product-footprint', 'figure', 'constant'],
  parameters: footprintParameters,
  figures: [
    ...ATTRIBUTES.map(({ name, substance }) => ({
      key: `footprint/{product}/${name}`,
      unit: substance === null ? '%' : `t{${substance}}`,
      meaning:
        name === 'primaryDataShare'
          ? 'The share of primary data in pcfExcludingBiogenicUptake.'
          : `The attribute ${name} of PACT, per declared unit.`,
    })),
    {
      key: `footprint/{product}/${UPTAKE}`,
      unit: 't{CO2e}',
      meaning: 'CO2 that is bound in the product: −44/12 × biogenicCarbonContent.',
    },
    {
      key: `footprint/{product}/${EXCLUDING}`,
      unit: 't{CO2e}',
      meaning: 'The footprint without biogenicCO2Uptake. Outbound logistics are outside.',
    },
    {
      key: `footprint/{product}/${INCLUDING}`,
      unit: 't{CO2e}',
      meaning: `${EXCLUDING} plus ${UPTAKE}.`,
    },
    {
      key: 'footprint/{product}/primary-data',
      unit: 't{CO2e}',
      meaning: `The part of ${EXCLUDING} that is from primary data.`,
    },
    {
      key: 'footprint/{product}/passport',
      unit: 't{CO2e}',
      meaning: `The carbon footprint of a product passport: ${EXCLUDING}.`,
    },
  ],
  traps: [
    'An own footprint satisfies the identities, and a stated total that contradicts them is refused. A received one is shown as it is stated: the identities only give warnings, because the formula in the specification does not give the totals of its own examples.',
    'fossilGhgEmissions includes landManagementFossilGhgEmissions, as the specification says. Examples of it add both.',
    'outboundLogisticsGhgEmissions are outside the footprint, and aircraft and packaging are parts of other attributes: none of them is added.',
    'primaryDataShare is the part of the footprint without uptake that rows of primary data state (detail.data of processes): it is computed where the footprint takes a life cycle. What it counts is read from the Technical Specifications; sections 4.2.1 and 4.2.2 of the Methodology were not read.',
    'passport is the same figure, for a product passport. What a passport must state for a kind of product is set by its own act: that of batteries is per kilowatt-hour that they provide, from a study of the product environmental footprint (Regulation (EU) 2023/1542, as quoted by others; neither it nor Regulation (EU) 2024/1781 was read).',
    'Figures are per declared unit: what is stated per kilogram counts as often as the declared unit has kilograms.',
  ],
  compute: (context, { products, gwpSet }) =>
    products.flatMap((product, at) => {
      readAskedUnit(product.declaredUnit.unit, `products.${at}.declaredUnit.unit`);
      return new Footprint(product, gwpSet, context).draft(at);
    }),
};

type About = Omit<Draft, 'key' | 'unit' | 'expression'>;

class Footprint {
  readonly #product: FootprintProduct;
  readonly #reader: PartReader;
  readonly #context: MethodContext;
  readonly #about: About;
  readonly #parts = new Map<string, Part>();
  /** What of an own footprint is from primary data; null where no life cycle says so. */
  readonly #primary: Part | null;

  constructor(product: FootprintProduct, gwpSet: string, context: MethodContext) {
    [this.#product, this.#context] = [product, context];
    this.#reader = new PartReader(product, gwpSet, context);
    this.#primary = product.role === 'own' ? this.#reader.readPrimary() : null;
    const { amount, unit } = product.declaredUnit;
    this.#about = {
      ...{ method: 'footprint@1', scope: null, categories: [], gases: ['CO2e'], gwpSet, geographies: [] },
      rules: `per ${amount} ${unit}; ${product.role}`,
    };
  }

  draft(at: number): Draft[] {
    for (const attribute of [...ATTRIBUTES, ...IDENTITIES.map(asAttribute)]) {
      const part = this.#reader.read(attribute);
      if (part !== null) this.#parts.set(attribute.name, part);
    }
    if (this.#parts.size === 0) {
      const text = `no row states a footprint of ${this.#product.product}, and no figure of a life cycle: add them, or correct the name`;
      throw new EngineError(
        'missing-activity',
        text,
        this.#product.product,
        placeOfAsked(`parameters.products.${at}`),
      );
    }
    const stated = ATTRIBUTES.flatMap((attribute) => {
      const part = this.#parts.get(attribute.name);
      return part === undefined ? [] : [this.#write(attribute, part.expression, [])];
    });
    const drafts = new Map(stated.map((draft) => [draft.key.slice(draft.key.lastIndexOf('/') + 1), draft]));
    const totals = this.#product.role === 'own' ? this.#computeTotals(drafts) : this.#takeTotals();
    const excluding = totals.find(({ key }) => key.endsWith(`/${EXCLUDING}`));
    const others = excluding === undefined ? [] : this.#draftPassport(excluding, drafts);
    return [...stated, ...totals, ...others];
  }

  #write(attribute: Attribute, expression: Expression, warnings: readonly Warning[]): Draft {
    const { name, substance } = attribute;
    const isGas = substance === 'CO2e';
    return {
      ...this.#about,
      ...(isGas ? {} : { gases: [], gwpSet: null }),
      key: `footprint/${segmentOf(this.#product.product)}/${name}`,
      unit: substance === null ? '%' : `t{${substance}}`,
      expression,
      ...(warnings.length === 0 ? {} : { warnings }),
    };
  }

  /** Computes what the identities give. What is stated besides must agree with it. @throws EngineError `other-total` */
  #computeTotals(drafts: ReadonlyMap<string, Draft>): Draft[] {
    const { product } = this.#product;
    if (!this.#parts.has('fossilGhgEmissions')) {
      const [row] = [...this.#parts.values()].map((part) => part.row);
      const text = `nothing states fossilGhgEmissions of ${product}, and without them it has no footprint: add a row, also where they are 0`;
      throw new EngineError('missing-activity', text, product, placeOf(row!, 'detail.attribute'));
    }
    const content = drafts.get('biogenicCarbonContent');
    const carbon = this.#parts.get('biogenicCarbonContent');
    const bound =
      content === undefined
        ? NOTHING
        : differenceOf(NOTHING, productOf(this.#ratio(carbon!), valueOf('content', content)));
    const uptake = this.#write(asAttribute(UPTAKE), bound, this.#warnUnstated('biogenicCarbonContent'));
    const within = ATTRIBUTES.filter(({ counts, name }) => counts === 'within' && drafts.has(name));
    const terms = within.map(({ name }) => valueOf(name, drafts.get(name)!));
    const excluding = this.#write(asAttribute(EXCLUDING), sumPlainly(terms), [
      ...this.#warnUnstated('landUseChangeGhgEmissions'),
      ...this.#warnOfShare(),
    ]);
    const both = sumPlainly([valueOf('excluding', excluding), valueOf('uptake', uptake)]);
    for (const name of IDENTITIES) this.#refuseOther(name);
    return [uptake, excluding, this.#write(asAttribute(INCLUDING), both, [])];
  }

  #ratio(by: Part): Expression {
    return selectConstant('CO2/C', by.row, this.#context);
  }

  #warnUnstated(name: string): Warning[] {
    if (this.#parts.has(name)) return [];
    const { row } = this.#parts.get('fossilGhgEmissions')!;
    const message = `nothing states ${name} of ${this.#product.product}, and it counts as 0: add a row, also where it is 0`;
    return [{ code: 'attribute-unstated', message, row: { record: row.record, key: row.key } }];
  }

  /** Warns where the share of primary data, which PACT asks for, is not computed from the rows. @throws EngineError `double-counting` */
  #warnOfShare(): Warning[] {
    const stated = this.#parts.get('primaryDataShare');
    if (stated === undefined) return warnOfNoShare(this.#share, this.#parts.get('fossilGhgEmissions')!.row);
    if (this.#primary === null) return [warnOfStatedShare(this.#product, stated.row)];
    const text = `${stated.row.key} states the share of primary data of ${this.#product.product}, and ${this.#primary.row.key} gives it: leave out the row`;
    throw new EngineError('double-counting', text, stated.row.value, placeOf(stated.row, 'detail.attribute'));
  }

  #refuseOther(name: (typeof IDENTITIES)[number]): void {
    const part = this.#parts.get(name);
    const off = this.#compare(name);
    if (part === undefined || off === null) return;
    const text = `${part.row.key} states ${show(part.amount)} t, and the identity gives ${show(off.expected)} t: correct one of its parts, or leave it out: it is computed`;
    throw new EngineError('other-total', text, String(part.amount), placeOf(part.row, 'value'));
  }

  /** Takes the totals as they are stated, and warns where an identity does not hold. */
  #takeTotals(): Draft[] {
    return IDENTITIES.flatMap((name) => {
      const part = this.#parts.get(name);
      if (part === undefined) return [];
      const off = this.#compare(name);
      return [
        this.#write(
          asAttribute(name),
          part.expression,
          off === null ? [] : [this.#warnOfIdentity(name, part, off)],
        ),
      ];
    });
  }

  #warnOfIdentity(name: string, { row, amount }: Part, { expected }: Off): Warning {
    const management = this.#parts.get('landManagementFossilGhgEmissions');
    const other = management === undefined || name !== EXCLUDING ? null : expected.plus(management.amount);
    const also = other === null ? '' : `, and ${show(other)} t with landManagementFossilGhgEmissions`;
    const message = `${row.key} states ${show(amount)} t of ${name}, and its parts give ${show(expected)} t${also}: ask who sent it; it counts as it is stated`;
    return { code: 'other-identity', message, row: { record: row.record, key: row.key } };
  }

  /** Returns what an identity gives, where that differs from what is stated by more than the rounding of both; null where it does not, or is not known. */
  #compare(name: (typeof IDENTITIES)[number]): Off | null {
    const stated = this.#parts.get(name);
    const terms = this.#termsOf(name);
    if (stated === undefined || terms === null) return null;
    const expected = sumAmounts(terms.map(({ amount }) => amount));
    const room = sumAmounts([stated, ...terms].map((each) => each.room));
    return expected.minus(stated.amount).abs().greaterThan(room) ? { expected } : null;
  }

  #termsOf(name: (typeof IDENTITIES)[number]): readonly Pick<Part, 'amount' | 'room'>[] | null {
    const find = (wanted: string): Part | undefined => this.#parts.get(wanted);
    if (name === UPTAKE) {
      const content = find('biogenicCarbonContent');
      if (content === undefined) return null;
      const [over, under] = [new Amount(44n), new Amount(12n)];
      const bound = (amount: Amount): Amount => amount.times(over).div(under);
      return [{ amount: ZERO.minus(bound(content.amount)), room: bound(content.room) }];
    }
    if (name === INCLUDING) {
      const [excluding, uptake] = [find(EXCLUDING), find(UPTAKE)];
      return excluding === undefined || uptake === undefined ? null : [excluding, uptake];
    }
    const within = ATTRIBUTES.filter(({ counts }) => counts === 'within').flatMap(
      (each) => find(each.name) ?? [],
    );
    return find('fossilGhgEmissions') === undefined ? null : within;
  }

  /** The footprint of a passport, the part of it that is from primary data, and its share. */
  #draftPassport(excluding: Draft, drafts: ReadonlyMap<string, Draft>): Draft[] {
    const passport = this.#write(asAttribute('passport'), valueOf('excluding', excluding), []);
    const stated = drafts.get('primaryDataShare');
    if (stated !== undefined) {
      const part = productOf(
        valueOf('share', stated),
        constant('1/100', ONE, HUNDRED),
        valueOf('excluding', excluding),
      );
      return [passport, this.#write(asAttribute('primary-data'), part, [])];
    }
    if (this.#primary === null || explainNoShare(this.#share) !== null) return [passport];
    const primary = this.#write(asAttribute('primary-data'), this.#primary.expression, []);
    const over = productOf(constant('100', HUNDRED, ONE), valueOf('primary', primary));
    const share = this.#write(SHARE_ATTRIBUTE, quotientOf(over, valueOf('excluding', excluding)), []);
    return [passport, primary, share];
  }

  /** What the share of primary data is computed from. */
  get #share(): ShareOf {
    const within = ATTRIBUTES.filter(({ counts }) => counts === 'within');
    return {
      product: this.#product,
      primary: this.#primary?.amount ?? null,
      whole: sumAmounts(within.flatMap(({ name }) => this.#parts.get(name)?.amount ?? [])),
    };
  }
}

const SHARE_ATTRIBUTE = ATTRIBUTES.find(({ name }) => name === 'primaryDataShare')!;

interface Off {
  readonly expected: Amount;
}

function asAttribute(name: string): Attribute {
  return { name, substance: 'CO2e', counts: 'beside' };
}

function sumPlainly(parts: readonly Expression[]): Expression {
  return parts.length === 1 ? parts[0]! : { kind: 'sum', parts, isPlain: true };
}

function show(amount: Amount): string {
  return String(amount.round(12));
}
