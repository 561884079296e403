import { readFlowName } from '../../../engine/factors/flow-name.ts';
import type { Amount } from '../../../engine/quantities/decimal.ts';
import { refuseTable } from '../../cells/table-problem.ts';
import { flagIn, type Given, idIn, listGiven, numberIn, objectIn, textIn } from '../bounded-json.ts';
import { findCompartment } from '../compartment.ts';
import { readExact } from '../exact-number.ts';
import { computeFormula, type FindParameter } from '../formula.ts';
import type { Compartment, Named, ReadExchange } from '../inventory.ts';
import type { LeftOut } from '../left-out.ts';
import { nameFlow } from '../names.ts';
import { type StatedDistribution, stateUncertainty } from '../uncertainty.ts';
import type { OpenlcaPackage, PackageFlow } from './openlca-package.ts';

/** An exchange with what allocation factors name it by. */
export interface PackageExchange {
  readonly internalId: number | null;
  readonly flow: string;
  readonly exchange: ReadExchange;
}

/** Reads the inputs and outputs of processes of a package. */
export class ExchangeReader {
  /** The products and wastes that were met. */
  readonly items = new Map<string, Named>();
  readonly #package: OpenlcaPackage;
  readonly #leftOut: LeftOut;

  constructor(own: OpenlcaPackage, leftOut: LeftOut) {
    [this.#package, this.#leftOut] = [own, leftOut];
  }

  /** @throws DatasetRefused `header`, `not-a-number`, `missing-file` */
  read(process: Given, path: string, find: FindParameter): PackageExchange[] {
    const name = textIn(process, 'name') ?? path;
    return listGiven(process, 'exchanges').flatMap((object) => {
      const flowId = idIn(object, 'flow');
      const flow = this.#package.flowOf(flowId);
      if (flow === null) throw refuseTable(path, 'missing-file', `the package has no flow ${flowId}`);
      const about = `${name}: ${flow.name}`;
      this.#noteCosts(object, about);
      const exchange = this.#readOne(flow, object, { path, about, find });
      return exchange === null
        ? []
        : [{ internalId: numberIn(object, 'internalId'), flow: flow.id, exchange }];
    });
  }

  #noteCosts(object: Given, about: string): void {
    if (object['costValue'] !== undefined || textIn(object, 'costFormula') !== null)
      this.#leftOut.note('costs', about);
  }

  #readOne(
    flow: PackageFlow,
    object: Given,
    { path, about, find }: { readonly path: string; readonly about: string; readonly find: FindParameter },
  ): ReadExchange | null {
    const { unit, ratio } = this.#package.quantityOf(flow, object, about);
    const stated = readAmount(object, { path, about, find, leftOut: this.#leftOut });
    const amount = stated.times(ratio);
    const distribution = readDistribution(objectIn(object, 'uncertainty'));
    const uncertainty = stateUncertainty(distribution, { amount, unit, ratio }, about, this.#leftOut);
    const isInput = flagIn(object, 'isInput', 'input');
    const own = { amount, unit, uncertainty };
    if (flow.type === 'ELEMENTARY_FLOW') return this.#elementary(flow, object, { ...own, isInput, about });
    const isAvoided = flagIn(object, 'isAvoidedProduct', 'avoidedProduct');
    this.items.set(flow.id, { id: flow.id, name: flow.name, apart: flow.categories.at(-1) ?? null });
    return {
      ...own,
      kind: isAvoided ? 'avoided' : flow.type === 'WASTE_FLOW' ? 'waste' : 'product',
      direction: isInput ? 'input' : 'output',
      ...{ item: flow.id, provider: idIn(object, 'defaultProvider'), allocation: null },
    };
  }

  #elementary(
    flow: PackageFlow,
    object: Given,
    {
      isInput,
      about,
      ...own
    }: Pick<ReadExchange, 'amount' | 'unit' | 'uncertainty'> & { isInput: boolean; about: string },
  ): ReadExchange | null {
    const compartment = this.#compartmentOf(flow, isInput, about);
    if (compartment === null) {
      this.#leftOut.note('compartment', about);
      return null;
    }
    // Resources are inputs, and emissions outputs: the other way round, an amount is negative.
    const isUsual = isInput === (compartment === 'resource');
    const place = this.#package.placeOf(object);
    if (place !== null && place.code === null) this.#leftOut.note('place', `${about} in ${place.text}`);
    const amount = isUsual ? own.amount : negate(own.amount);
    const uncertainty = isUsual ? own.uncertainty : null;
    return {
      ...{ ...own, amount, uncertainty, kind: 'flow', flow: flow.name, compartment },
      place: place?.code ?? null,
    };
  }

  /** What is taken is a resource; a greenhouse gas that is emitted somewhere is taken to enter the air, so that it counts. */
  #compartmentOf({ name, categories }: PackageFlow, isInput: boolean, about: string): Compartment | null {
    const stated = findCompartment(categories);
    if (stated !== null) return stated;
    if (isInput) return 'resource';
    if (readFlowName(nameFlow(name)).gas === null) return null;
    this.#leftOut.note('compartment-assumed', about);
    return 'air';
  }
}

function negate(amount: Amount): Amount {
  return amount.minus(amount).minus(amount);
}

/** How near a stored amount must be to what its formula gives, over it. */
const CLOSE = 1e-9;

/**
 * Returns the amount that an object states. Where it has a formula that gives another one, that is taken: programs compute formulas again.
 * @throws DatasetRefused `not-a-number`
 */
export function readAmount(
  object: Given,
  {
    path,
    about,
    find,
    leftOut,
    member = 'amount',
    formula: formulaMember = 'amountFormula',
  }: {
    readonly path: string;
    readonly about: string;
    readonly find: FindParameter;
    readonly leftOut: LeftOut;
    readonly member?: string;
    readonly formula?: string;
  },
): Amount {
  const given = numberIn(object, member) ?? 0;
  const stated = readExact(given);
  if (stated === null || (object[member] !== undefined && numberIn(object, member) === null))
    throw refuseTable(path, 'not-a-number', `${about}: ${JSON.stringify(object[member])} is not a number`, {
      column: member,
    });
  const formula = textIn(object, formulaMember);
  if (formula === null) return stated;
  const computed = computeFormula(formula, find);
  if (computed === null) leftOut.note('formula', `${about}: ${formula}`);
  if (computed === null || Math.abs(computed - given) <= CLOSE * Math.abs(given)) return stated;
  leftOut.note('formula-differs', `${about}: ${formula} is ${computed}, stored ${given}`);
  return readExact(computed)!;
}

/** Returns the distribution that an object of openLCA states; null without one. */
function readDistribution(object: Given | null): StatedDistribution | null {
  const type = textIn(object, 'distributionType');
  const number = (member: string): number => numberIn(object, member) ?? Number.NaN;
  switch (type) {
    case null:
    case 'NONE':
      return null;
    case 'LOG_NORMAL_DISTRIBUTION':
      return { type: 'lognormal', median: number('geomMean'), deviation: number('geomSd') };
    case 'NORMAL_DISTRIBUTION':
      return { type: 'normal', mean: number('mean'), deviation: number('sd') };
    case 'UNIFORM_DISTRIBUTION':
      return { type: 'uniform', least: number('minimum'), most: number('maximum') };
    case 'TRIANGLE_DISTRIBUTION':
      return {
        type: 'triangular',
        ...{ least: number('minimum'), mode: number('mode'), most: number('maximum') },
      };
    default:
      return { type: 'other', name: type };
  }
}
