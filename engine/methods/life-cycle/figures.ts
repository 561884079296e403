import { listSome } from '../../errors/list-some.ts';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  differenceOf,
  NOTHING,
  productOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { coverParts } from '../../figures/total.ts';
import { METHOD, warnAlso, type About } from './about.ts';
import type { ChainForms } from './chain-forms.ts';
import type { Cell, FlowCell, Line } from './chain.ts';
import type { FlowKind } from './emission.ts';
import type { Standard } from './parameters.ts';
import { isClimate, PARTS, partOf, type Category, type Part, type Potentials } from './potentials.ts';

/** A functional unit whose figures are made. */
export interface Subject {
  readonly forms: ChainForms;
  readonly demand: number;
  readonly name: string;
  readonly about: About;
  readonly standard: Standard;
  /** The supplies that it needs. */
  readonly reached: ReadonlySet<number>;
}

/** A line of the inventory as a figure, and where it stands. */
export interface FlowFigure {
  readonly draft: Draft;
  readonly line: Extract<Line, { type: 'flow' }>;
}

/** Returns the places of the lines that a functional unit has. */
export function linesOf({ forms: { chain }, reached }: Subject): number[] {
  const own = new Set<number>();
  for (const { line, to } of chain.flows) if (reached.has(to)) own.add(line);
  return [...own].sort((a, b) => a - b);
}

/** Returns a figure for each flow of the inventory. What is about one flow of one origin is one figure, of all places. @throws EngineError `unit-mismatch` */
export function draftFlows(subject: Subject): FlowFigure[] {
  const { chain } = subject.forms;
  const own = linesOf(subject).filter((at) => chain.lines[at]!.type === 'flow');
  const byKey = Map.groupBy(own, (at) => keyOfFlow((chain.lines[at] as FlowFigure['line']).kind));
  return [...byKey].map(([key, places]) => {
    const lines = places.map((at) => chain.lines[at] as FlowFigure['line']);
    const [line] = lines as [FlowFigure['line']];
    const { gas } = line.kind;
    checkAlike(lines);
    const expression = sumOf(places.map((line) => wholeOf(subject, line)));
    const draft = {
      ...subject.about,
      key: `product/${subject.name}/${key}`,
      unit: line.unit.text,
      gases: gas === null || gas === 'CO2e' ? gasesOf(lines) : [gas],
      gwpSet: line.kind.gwpSet,
      geographies: distinctTexts(lines.flatMap(({ kind }) => kind.geography ?? [])),
      expression,
    };
    return { draft, line };
  });
}

/** Returns the end of the key of a line's figure; null where it is cut off. */
export function keyOfLine(line: Line): string | null {
  return line.type === 'flow' ? keyOfFlow(line.kind) : null;
}

function keyOfFlow({ name, compartment, origin, landUse }: FlowKind): string {
  if (landUse === 'indirect') return `indirect-land-use/${name}`;
  return `flow/${compartment}/${name}/${origin ?? 'any-origin'}`;
}

function gasesOf(lines: readonly FlowFigure['line'][]): string[] {
  return distinctTexts(
    lines.flatMap(({ kind: { row, gas } }) => {
      if (gas === null) return [];
      return row.detail.row === 'figure' ? row.detail.gases : [gas];
    }),
  );
}

function checkAlike(lines: readonly FlowFigure['line'][]): void {
  const [first] = lines as [FlowFigure['line']];
  for (const { kind, unit } of lines) {
    const isAlike = unit.dimension === first.unit.dimension && kind.gwpSet === first.kind.gwpSet;
    if (isAlike) continue;
    const text = `${kind.row.key} states ${kind.name} in ${kind.row.unit.text}, and ${first.kind.row.key} in ${first.kind.row.unit.text}: give one flow in one kind of unit, and CO2e by one set`;
    throw new EngineError('unit-mismatch', text, kind.row.unit.text, placeOf(kind.row, 'unit'));
  }
}

/** Returns what all supplies emit of a line for a functional unit. */
function wholeOf({ forms, demand }: Subject, line: number): Expression {
  return forms.add({ kind: 'flow', demand, line, of: null, about: '' });
}

/** The places of cells and flows in the column of the supply of a functional unit. */
export interface Inputs {
  readonly cells: readonly number[];
  readonly flows: readonly number[];
}

/** Returns the rows of a stage of the life cycle: of the process that supplies the functional unit. */
export function rowsOfModule(chain: ChainForms['chain'], demand: number, module: string): Inputs {
  return inputsOf(
    chain,
    demand,
    ({ row }) => row.detail.module === module,
    ({ row, emission }) => (emission === null ? moduleOf(row) : emission.module) === module,
  );
}

function moduleOf({ detail }: FlowCell['row']): string | undefined {
  return 'module' in detail ? detail.module : undefined;
}

/** Returns what satisfies tests among the inputs and flows of the process that supplies a functional unit. */
export function inputsOf(
  { cells, flows, demands }: ChainForms['chain'],
  demand: number,
  isCell: (cell: Cell) => boolean,
  isFlow: (flow: FlowCell) => boolean,
): Inputs {
  const { supply } = demands[demand]!;
  const find = <T extends { readonly to: number }>(
    all: readonly T[],
    holds: (each: T) => boolean,
  ): number[] => all.flatMap((each, at) => (each.to === supply && holds(each) ? [at] : []));
  return { cells: find(cells, isCell), flows: find(flows, isFlow) };
}

/** Whether a flow counts in totals: CO2 of biogenic carbon does only under a standard that counts it. */
export function counts({ kind: { gas, origin } }: FlowFigure['line'], standard: Standard): boolean {
  return standard !== 'none' || gas !== 'CO2' || origin !== 'biogenic';
}

/** Returns the total of a functional unit in CO2e, and its parts by where carbon comes from. @throws EngineError as `Potentials` */
export function draftTotals(subject: Subject, flows: readonly FlowFigure[], potentials: Potentials): Draft[] {
  const counted = flows.filter(({ line }) => isClimate(line) && counts(line, subject.standard));
  if (counted.length === 0) return [];
  const parts = [
    ...PARTS.flatMap((part) => draftPart(subject, part, counted, potentials)),
    ...draftStored(subject, counted),
  ];
  const names = flows.flatMap(({ line }) => {
    const { name, compartment } = line.kind;
    return isClimate(line) || compartment === 'resource' ? [] : [`${name} (${compartment})`];
  });
  const left = names.length === 0 ? [] : [{ what: listSome(names), reason: NO_GAS }];
  const exclusions = [...(subject.about.exclusions ?? []), ...left];
  const total = {
    ...subject.about,
    ...(exclusions.length === 0 ? {} : { exclusions }),
    key: `product/${subject.name}/total`,
    unit: 't{CO2e}',
    gwpSet: potentials.set,
    expression: sumOf(parts.map((part) => valueOf('part', part))),
    ...coverParts(parts),
    categories: [],
  };
  return [...parts, total];
}

const NO_GAS = 'not known as a greenhouse gas that enters the air, or of indirect land use';

/** 2^−40: what is less of the CO2 that is taken up is rounding. */
const NEARLY_NONE = 9.094947017729282e-13;

/** Returns the CO2 that is taken from the air and never given back within the whole life: under EN 15804 it counts as emitted, because storage is not credited. */
function draftStored(subject: Subject, counted: readonly FlowFigure[]): Draft[] {
  const { forms, demand, standard, name, about } = subject;
  const { chain, values } = forms;
  if (standard !== 'en15804' || chain.demands[demand]!.unit.boundary !== 'cradle-to-grave') return [];
  const own = counted.filter(({ line: { kind } }) => kind.gas === 'CO2' && kind.origin === 'biogenic');
  const { values: x } = values.supplied(demand);
  let [net, taken] = [0, 0];
  chain.flows.forEach(({ line: at, to, isBeyond }, index) => {
    const line = chain.lines[at]!;
    if (
      isBeyond ||
      line.type === 'cut-off' ||
      !own.some(({ draft }) => draft.key.endsWith(keyOfFlow(line.kind)))
    )
      return;
    const mass = values.flows[index]! * x[to]!;
    net += mass;
    if (mass < 0) taken -= mass;
  });
  if (net >= -NEARLY_NONE * taken) return [];
  const given = sumOf(own.map(({ draft }) => valueOf('flow', draft)));
  const expression = differenceOf(NOTHING, given);
  const key = `product/${name}/stored`;
  return [{ ...about, key, unit: 't{CO2}', gases: ['CO2'], expression, isDifference: true }];
}

function draftPart(
  subject: Subject,
  part: Part,
  counted: readonly FlowFigure[],
  potentials: Potentials,
): Draft[] {
  const own = counted.filter(({ line }) => partOf(line.kind) === part);
  if (own.length === 0) return [];
  const worths = own.map(({ line }) => potentials.of(line));
  const terms = own.map(({ draft }, at) => {
    const value = valueOf('flow', draft);
    const { factor } = worths[at]!;
    return factor === null ? value : productOf(value, factor);
  });
  const warnings = [...worths.flatMap((worth) => worth.warnings), ...warnOfOrigins(subject, own)];
  return [
    {
      ...warnAlso(subject.about, warnings),
      key: `product/${subject.name}/${part}`,
      unit: 't{CO2e}',
      gwpSet: potentials.set,
      expression: sumOf(terms),
      ...coverParts(own.map(({ draft }) => draft)),
      categories: [],
    },
  ];
}

/** Warns of flows of carbon without an origin, where a standard asks for the origin. */
function warnOfOrigins({ standard }: Subject, flows: readonly FlowFigure[]): Warning[] {
  if (standard === 'none') return [];
  return flows.flatMap(({ line: { kind } }) => {
    if (kind.origin !== null || kind.gas !== 'CO2') return [];
    const { record, key } = kind.row;
    const message = `${key} does not say where its carbon comes from, and counts as fossil: state detail.origin`;
    return [{ code: 'origin-assumed', message, row: { record, key } } as const];
  });
}

/** Returns the figure of a category of impact. */
export function draftCategory(subject: Subject, category: Category): Draft[] {
  const own = new Set(linesOf(subject));
  const terms = category.worths.filter(({ at }) => own.has(at));
  if (terms.length === 0) return [];
  const exclusions = [
    ...(subject.about.exclusions ?? []),
    ...(category.without.length === 0
      ? []
      : [{ what: listSome(category.without), reason: `no factor in ${category.name}` }]),
  ];
  return [
    {
      ...subject.about,
      ...(exclusions.length === 0 ? {} : { exclusions }),
      key: `product/${subject.name}/impact/${category.name}`,
      unit: category.unit,
      gases: [],
      expression: sumOf(terms.map(({ at, factor }) => productOf(wholeOf(subject, at), factor))),
    },
  ];
}

/** Returns how much of each product that is cut off the functional unit needs, in its own unit. */
export function draftCutOff(subject: Subject): Draft[] {
  const { forms, name, about } = subject;
  return linesOf(subject).flatMap((at) => {
    const line = forms.chain.lines[at]!;
    if (line.type === 'flow') return [];
    const expression = wholeOf(subject, at);
    return [
      { ...about, key: `product/${name}/cut-off/${line.item}`, unit: line.unit.text, gases: [], expression },
    ];
  });
}

/** Returns CO2e that forms of each climate line give: their sum. */
export function weighLines(
  subject: Subject,
  potentials: Potentials,
  formOf: (line: number) => Expression,
  part: Part | null = null,
): Expression {
  const { lines } = subject.forms.chain;
  const terms = linesOf(subject).flatMap((at) => {
    const line = lines[at]!;
    if (!isClimate(line) || !counts(line, subject.standard)) return [];
    if (part !== null && partOf(line.kind) !== part) return [];
    const { factor } = potentials.of(line);
    const form = formOf(at);
    return [factor === null ? form : productOf(form, factor)];
  });
  return sumOf(terms);
}

/** Returns what figures in CO2e of a functional unit share. */
export function aboutCo2e(
  { about, forms, ...subject }: Subject,
  { set }: Potentials,
): Omit<Draft, 'key' | 'expression'> {
  const lines = linesOf({ about, forms, ...subject }).map((at) => forms.chain.lines[at]!);
  const climate = lines.filter(isClimate).filter((line) => counts(line, subject.standard));
  return { ...about, method: METHOD, unit: 't{CO2e}', gwpSet: set, gases: gasesOf(climate) };
}
