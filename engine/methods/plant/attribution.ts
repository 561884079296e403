import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { allocate } from '../../figures/allocation.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import {
  differenceOf,
  NOTHING,
  productOf,
  sumOf,
  nodesOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { describeUses } from '../../figures/terms.ts';
import { coverParts, totalOf } from '../../figures/total.ts';
import { showFew } from '../../quantities/decimal.ts';
import type { Row } from '../../rows/row.ts';
import type { Account } from '../../rows/row-detail.ts';
import { findCbamRules, type CbamRules } from '../cbam-period.ts';
import {
  allocateTo,
  AS_ENERGY,
  draftWeights,
  weighOutputs,
  type Allocation,
  type Output,
} from '../electricity/heat-allocation.ts';
import { sumFlow, warnOfMeters } from './emission.ts';
import { intensityOf, selectHeat, selectPower, type EnergyRules } from './energy-factors.ts';
import { BORDER, type Flow, type Plant } from './network.ts';
import { openShares, type Share } from './shares.ts';
import { METHOD } from './units.ts';
import { openWasteGases, type WasteGas } from './waste-gas.ts';

/** The texts by which emissions are attributed to goods, by period. */
const CLAUSES: Readonly<Record<CbamRules, string>> = {
  transitional: 'Implementing Regulation (EU) 2023/1773, annex III, points F and G',
  definitive: 'Implementing Regulation (EU) 2025/2547, annex III, points A.2 and A.3',
};

/** How emissions of a plant are attributed. */
export interface AttributionRules extends EnergyRules {
  /** By what heat and power of one unit are allocated; undefined where the parameters do not say it. */
  readonly allocation: Allocation | undefined;
}

/** What a plant emits in scope 1: its figures by unit, and their total. */
export interface Emitted {
  readonly byUnit: ReadonlyMap<string, readonly Draft[]>;
  readonly total: Draft;
}

/** What is attributed to one good of a plant. */
export interface AttributedGood {
  readonly good: string;
  readonly account: Account;
  readonly draft: Draft;
  /** The row that says so. */
  readonly by: Row;
}

export interface Attribution {
  readonly drafts: readonly Draft[];
  readonly goods: readonly AttributedGood[];
}

const NONE: Attribution = { drafts: [], goods: [] };

/**
 * Attributes what a plant emits to the goods that its units make; nothing where they make none.
 * @throws EngineError `bad-shares`, `bad-stream`, `bad-parameters`; as `weighOutputs` and `selectFactor`
 */
export function attribute(own: Plant, emitted: Emitted, rules: AttributionRules): Attribution {
  const shares = openShares(own, rules.context);
  if (shares.size === 0) return NONE;
  return new Attributor(own, shares, rules).attribute(emitted);
}

class Attributor {
  readonly #plant: Plant;
  readonly #shares: ReadonlyMap<string, readonly Share[]>;
  readonly #rules: AttributionRules;
  readonly #clauses: string;
  readonly #wasteGases: readonly WasteGas[];
  /** Figures from which the lines are made. */
  readonly #drafts: Draft[] = [];
  /** What each line adds up, by the end of its key. */
  readonly #lines = new Map<string, Expression[]>();
  /** Emissions of heat that units get, by unit. */
  readonly #heat = new Map<string, Draft[]>();
  /** Emissions of heat of units that make goods, by unit. */
  readonly #sold = new Map<string, Draft[]>();
  readonly #warnings: Warning[] = [];

  constructor(plant: Plant, shares: ReadonlyMap<string, readonly Share[]>, rules: AttributionRules) {
    [this.#plant, this.#shares, this.#rules] = [plant, shares, rules];
    const period = findCbamRules(rules.context.period, 'parameters.period');
    this.#clauses = CLAUSES[period];
    this.#wasteGases = openWasteGases(plant, shares, { ...rules, period });
  }

  attribute({ byUnit, total }: Emitted): Attribution {
    this.#priceEnergy();
    for (const unit of this.#orderUnits()) this.#attributeUnit(unit, byUnit.get(unit) ?? []);
    this.#addWasteGases();
    const names = distinctTexts(this.#lines.keys());
    if (!names.some((name) => name.startsWith('good/'))) return NONE;
    const { categories, gases, geographies } = total;
    const about = { categories, gases, geographies };
    const lines = names.map((name) => {
      const sum = sumOf(this.#lines.get(name)!);
      return { name, draft: this.#make(name, sum, coverOf(sum), 't{CO2e}') };
    });
    const direct = lines.filter(({ name }) => name.endsWith('/direct') || isDirectRest(name));
    const closing = { formula: 'total', expression: valueOf('total', total) };
    const sum = sumOf(direct.map(({ draft }) => valueOf('part', draft)));
    const warnings = this.#warnings;
    const attributed = { ...this.#make('attributed', sum, about, 't{CO2e}'), closing, warnings };
    return {
      drafts: [...this.#drafts, ...lines.map(({ draft }) => draft), attributed],
      goods: lines.flatMap(({ name, draft }) => this.#readGood(name, draft)),
    };
  }

  /** Returns the units in the order in which heat goes through those that make no good. @throws EngineError `bad-stream` where it goes in a circle */
  #orderUnits(): string[] {
    const ordered = new Set<string>();
    const visit = (unit: string, above: readonly string[]): void => {
      if (ordered.has(unit)) return;
      for (const flow of this.#plant.energy) {
        const { carrier, toUnit, fromUnit, streams } = flow;
        if (carrier !== 'heat' || toUnit !== unit || fromUnit === null || this.#shares.has(fromUnit))
          continue;
        if (fromUnit === unit || above.includes(fromUnit)) {
          const circle = [...above, unit, fromUnit].join(' → ');
          const text = `${streams[0]!.key}: heat goes in a circle, ${circle}: state which goods one of these units serves in rows plant-unit`;
          throw new EngineError('bad-stream', text, circle, placeOf(streams[0]!, 'detail.toUnit'));
        }
        visit(fromUnit, [...above, unit]);
      }
      ordered.add(unit);
    };
    for (const unit of this.#plant.units) visit(unit, []);
    return [...ordered];
  }

  #attributeUnit(unit: string, emitted: readonly Draft[]): void {
    const { name, energy } = this.#plant;
    const { gwpSet, context } = this.#rules;
    const heat = this.#heat.get(unit) ?? [];
    const delivered = energy.filter(({ fromUnit }) => fromUnit === unit);
    const shares = this.#shares.get(unit);
    const power = delivered.find(({ carrier }) => carrier === 'power');
    if (shares !== undefined && power !== undefined) throw refusePower(unit, power);
    const gases = this.#gasesOf(unit);
    if (emitted.length + heat.length + gases.more.length + gases.less.length === 0) return;
    const about = { key: `plant/${name}/${unit}/attributable`, method: METHOD, scope: null, gwpSet };
    const ofOwn = totalOf([...emitted, ...heat], about, context);
    const draft: Draft = { ...exchange(ofOwn, gases), rules: this.#clauses };
    this.#drafts.push(draft);
    const whole = valueOf('E', draft);
    if (shares !== undefined)
      for (const { good, share } of shares) this.#add(`good/${good}/direct`, productOf(whole, share));
    else if (delivered.length > 0) this.#handOn(unit, whole, delivered);
    else {
      this.#add('rest/units', whole);
      this.#warnings.push(warnOfRest(unit, this.#plant, draft));
    }
  }

  /** Counts heat from outside, or of a unit that makes a good, by a factor of it; and power from outside by that of its grid. */
  #priceEnergy(): void {
    const priced = this.#plant.energy.filter(
      ({ carrier, fromUnit, toUnit }) =>
        (fromUnit === null && toUnit !== null) ||
        (carrier === 'heat' && fromUnit !== null && this.#shares.has(fromUnit)),
    );
    const nameFlow = ({ fromUnit, toUnit, material }: Flow): string =>
      `emissions/from/${fromUnit ?? BORDER}/to/${toUnit ?? BORDER}/${material}`;
    for (const [key, own] of Map.groupBy(priced, nameFlow)) {
      const { fromUnit, toUnit, carrier } = own[0]!;
      const factor =
        carrier === 'heat' ? selectHeat(own[0]!, this.#rules) : selectPower(own[0]!, this.#rules);
      const expression = sumOf(
        own.map((flow) =>
          productOf(
            sumFlow(flow, () => AS_ENERGY),
            intensityOf(factor, this.#rules),
          ),
        ),
      );
      const warnings = own.flatMap(warnOfMeters);
      const about = { ...describeFlows(own), gases: factor.row.detail.gases };
      const draft = { ...this.#make(key, expression, about, 't{CO2e}'), warnings };
      this.#drafts.push(draft);
      this.#receive(toUnit ?? BORDER, carrier as 'heat' | 'power', draft);
      if (fromUnit !== null) this.#sold.set(fromUnit, [...(this.#sold.get(fromUnit) ?? []), draft]);
      else if (carrier === 'heat')
        this.#add('rest/heat-imported', differenceOf(NOTHING, valueOf('H', draft)));
    }
  }

  /** Returns what waste gases add to what a unit emits, and what they and heat that it sells take off. */
  #gasesOf(unit: string): { readonly more: readonly Draft[]; readonly less: readonly Draft[] } {
    const into = this.#wasteGases.filter(({ toUnit }) => toUnit === unit);
    const out = this.#wasteGases.filter(({ fromUnit }) => fromUnit === unit);
    const known = (drafts: readonly (Draft | null)[]): Draft[] => drafts.filter((draft) => draft !== null);
    return {
      more: known([...into.map(({ natural }) => natural), ...out.map(({ burned }) => burned)]),
      less: known([
        ...into.map(({ burned }) => burned),
        ...out.map(({ credit }) => credit),
        ...(this.#sold.get(unit) ?? []),
      ]),
    };
  }

  /** Adds the line of what waste gases give off less what is attributed for them. */
  #addWasteGases(): void {
    for (const { fromUnit, toUnit, burned, natural, credit } of this.#wasteGases) {
      this.#drafts.push(...[burned, natural, credit].filter((draft) => draft !== null));
      const line = (draft: Draft | null, sign: 'more' | 'less'): void => {
        if (draft === null) return;
        const value = valueOf(sign === 'more' ? 'WG' : 'NG', draft);
        this.#add('rest/waste-gas', sign === 'more' ? value : differenceOf(NOTHING, value));
      };
      if (toUnit !== null) line(natural, 'less');
      if (fromUnit === null) line(burned, 'more');
      line(credit, 'more');
      if (toUnit === null) line(burned, 'less');
    }
  }

  /** Allocates what a unit emits to the heat and power that it makes, and these to where they go. */
  #handOn(unit: string, whole: Expression, delivered: readonly Flow[]): void {
    const { name: plant } = this.#plant;
    const { allocation, context } = this.#rules;
    const carriers = new Set(delivered.map(({ carrier }) => carrier));
    if (carriers.size > 1 && allocation === undefined) throw refuseAllocation(unit, plant);
    const rules = { by: carriers.size > 1 ? allocation! : ('energy' as const), context };
    const products = weighOutputs(listOutputs(plant, delivered), rules);
    const prefix = `plant/${plant}/${unit}/output`;
    const weights = draftWeights(products, prefix, METHOD);
    this.#drafts.push(...weights);
    allocateTo(products, weights, whole, rules, (part, { name, carrier }) => {
      const flows = delivered.filter((flow) => flow.material === name);
      const about = { ...describeFlows(flows), gases: coverOf(part).gases };
      const draft = this.#make(`${unit}/output/${name}`, part, about, 't{CO2e}');
      this.#drafts.push(draft);
      if (carrier === 'power') this.#add('rest/power', valueOf('P', draft));
      this.#send(valueOf('O', draft), flows);
      return valueOf('part', draft);
    });
  }

  /** Allocates the emissions of heat or power to where it goes, by energy. */
  #send(whole: Expression, flows: readonly Flow[]): void {
    const targets = [...Map.groupBy(flows, ({ toUnit }) => toUnit ?? BORDER)];
    const amounts = targets.map(([to, own]): Draft => {
      const { fromUnit, material } = own[0]!;
      const parts = own.map((flow) => sumFlow(flow, () => AS_ENERGY));
      const key = `energy/from/${fromUnit!}/to/${to}/${material}`;
      const warnings = own.flatMap(warnOfMeters);
      return { ...this.#make(key, sumOf(parts), { ...describeFlows(own), gases: [] }, 'MW.h'), warnings };
    });
    this.#drafts.push(...amounts);
    allocate(
      whole,
      amounts.map((amount) => valueOf('Q', amount)),
      (part, index) => {
        const [to, own] = targets[index]!;
        const { fromUnit, material, carrier } = own[0]!;
        const key = `emissions/from/${fromUnit!}/to/${to}/${material}`;
        const about = { ...describeFlows(own), gases: coverOf(part).gases };
        const draft = this.#make(key, part, about, 't{CO2e}');
        this.#drafts.push(draft);
        this.#receive(to, carrier as 'heat' | 'power', draft);
        return valueOf('part', draft);
      },
    );
  }

  #receive(to: string, carrier: 'heat' | 'power', draft: Draft): void {
    const shares = this.#shares.get(to);
    if (carrier === 'heat' && to !== BORDER) this.#heat.set(to, [...(this.#heat.get(to) ?? []), draft]);
    else if (carrier === 'heat') this.#add('rest/heat', valueOf('H', draft));
    else if (shares === undefined) this.#add('rest/indirect', valueOf('I', draft));
    else
      for (const { good, share } of shares)
        this.#add(`good/${good}/indirect`, productOf(valueOf('I', draft), share));
  }

  /** Returns the good and account of a line such as `good/steel/direct`. */
  #readGood(line: string, draft: Draft): AttributedGood[] {
    const [kind, good, account] = line.split('/');
    if (kind !== 'good') return [];
    const { share } = [...this.#shares.values()].flat().find((each) => each.good === good)!;
    return [{ good: good!, account: account as Account, draft, by: share.row }];
  }

  #add(line: string, part: Expression): void {
    this.#lines.set(line, [...(this.#lines.get(line) ?? []), part]);
  }

  #make(key: string, expression: Expression, about: About, unit: string): Draft {
    const { gwpSet } = this.#rules;
    return {
      ...{ method: METHOD, scope: null, gwpSet: unit === 't{CO2e}' ? gwpSet : null, rules: this.#clauses },
      ...about,
      ...{ key: `plant/${this.#plant.name}/${key}`, unit, expression },
    };
  }
}

function describeFlows(flows: readonly Flow[]): Pick<About, 'categories' | 'geographies'> {
  return describeUses(flows.flatMap(({ streams }) => streams));
}

/** Returns a total of a unit with what waste gases add and take off. It then covers more than its parts. */
function exchange(
  total: Draft,
  { more, less }: { readonly more: readonly Draft[]; readonly less: readonly Draft[] },
): Draft {
  if (more.length + less.length === 0) return total;
  const { covers: _covers, expression, ...about } = total;
  const sum = sumOf([
    ...(expression.kind === 'sum' ? expression.parts : [expression]),
    ...more.map((draft) => valueOf('WG', draft)),
  ]);
  if (less.length === 0) return { ...about, expression: sum };
  return { ...about, expression: differenceOf(sum, sumOf(less.map((draft) => valueOf('LESS', draft)))) };
}

/** The members of a figure that its rows determine. */
type About = Pick<Draft, 'categories' | 'gases' | 'geographies'>;

/** Returns what an expression covers: what the figures do that it takes. */
function coverOf(expression: Expression): About {
  const taken = nodesOf(expression).flatMap((node) => (node.kind === 'figure' ? [node.draft] : []));
  const { covers: _covers, ...about } = coverParts(taken);
  return about;
}

function isDirectRest(name: string): boolean {
  return name.startsWith('rest/') && name !== 'rest/indirect';
}

/** Returns the heat and power that a unit makes, heat first. @throws EngineError `bad-stream` where both have one name */
function listOutputs(plant: string, delivered: readonly Flow[]): Output[] {
  const byName = Map.groupBy(delivered, ({ material }) => material);
  const outputs = distinctTexts(byName.keys()).map((name): Output => {
    const flows = byName.get(name)!;
    const { carrier } = flows[0]!;
    const other = flows.find((flow) => flow.carrier !== carrier);
    if (other !== undefined) {
      const { key, record } = other.streams[0]!;
      const text = `${key}: ${name} is heat in one stream and power in another: give each a name of its own`;
      throw new EngineError('bad-stream', text, name, placeOf({ record, key }, 'detail.material'));
    }
    const sets = flows.map((flow): Output['sets'][number] => ({
      uses: flow.streams,
      sum: (shapeOf) => sumFlow(flow, shapeOf),
    }));
    return { plant, name, carrier: carrier as Output['carrier'], sets };
  });
  return ['heat', 'power'].flatMap((each) => outputs.filter(({ carrier }) => carrier === each));
}

function refusePower(unit: string, { streams, material }: Flow): EngineError {
  const text = `${streams[0]!.key}: ${material} is power of ${unit}, which makes a good: its emissions are not known apart. Give what makes the power a unit of its own, without plant-unit rows`;
  return new EngineError('bad-stream', text, material, placeOf(streams[0]!, 'detail.fromUnit'));
}

function refuseAllocation(unit: string, plant: string): EngineError {
  const text = `parameters.allocation: unit ${unit} of ${plant} makes heat and power: state by what its emissions are allocated, such as efficiency`;
  return new EngineError('bad-parameters', text, undefined, placeOfAsked('parameters.allocation'));
}

/** Warns of what a unit emits that serves no good. */
function warnOfRest(unit: string, { name, flows, energy }: Plant, draft: Draft): Warning {
  const tonnes = showFew(new ExactEvaluator().evaluate(draft.expression));
  const [flow] = [...flows, ...energy].filter(({ fromUnit, toUnit }) => fromUnit === unit || toUnit === unit);
  const { record, key } = flow!.streams[0]!;
  const message = `unit ${unit} of ${name} serves no good: its ${tonnes} t CO2e are attributed to none. Add plant-unit rows, or the streams of heat and power that leave it`;
  return { code: 'unattributed', message, row: { record, key } };
}
