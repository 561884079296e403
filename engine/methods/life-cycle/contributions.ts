import type { Draft } from '../../figures/draft.ts';
import { differenceOf, sumOf, valueOf } from '../../figures/expression.ts';
import { abs } from '../../trade/rounding.ts';
import {
  aboutCo2e,
  keyOfLine,
  type FlowFigure,
  counts,
  inputsOf,
  linesOf,
  rowsOfModule,
  weighLines,
  type Inputs,
  type Subject,
} from './figures.ts';
import { isClimate, PARTS, partOf, type Potentials } from './potentials.ts';
import { MODULES } from '../../rows/types/product.ts';

/** Returns where the total of a functional unit is emitted: the largest processes, and all others together. */
export function draftProcesses(subject: Subject, potentials: Potentials, most: number): Draft[] {
  const { name } = subject;
  const { shown, others } = chooseProcesses(weighProcesses(subject, potentials), most);
  const drafts = shown.map(([process, of]) =>
    draftSet(subject, potentials, of, process, `process/${process}`),
  );
  if (others.size > 0) drafts.push(draftSet(subject, potentials, others, 'others', 'other-processes'));
  return drafts.map((draft) => ({ ...draft, key: `product/${name}/${draft.key}` }));
}

/** Returns each flow of the processes with the largest parts of the total. */
export function draftProcessFlows(
  subject: Subject,
  flows: readonly FlowFigure[],
  potentials: Potentials,
  most: number,
): Draft[] {
  const { forms, demand, name } = subject;
  const { lines, flows: cells } = forms.chain;
  return chooseProcesses(weighProcesses(subject, potentials), most).shown.flatMap(([process, of]) => {
    const own = new Set(cells.filter(({ to }) => of.has(to)).map(({ line }) => line));
    return flows.flatMap(({ draft }) => {
      const places = [...own].filter(
        (at) => keyOfLine(lines[at]!) === draft.key.slice(`product/${name}/`.length),
      );
      if (places.length === 0) return [];
      const parts = places.map((line) => forms.add({ kind: 'flow', demand, line, of, about: process }));
      const key = `product/${name}/process/${process}/${draft.key.slice(`product/${name}/`.length)}`;
      return [{ ...draft, key, expression: sumOf(parts) }];
    });
  });
}

/** Returns the figure of what some supplies emit. */
export function draftSet(
  subject: Subject,
  potentials: Potentials,
  of: ReadonlySet<number>,
  about: string,
  key: string,
): Draft {
  const { forms, demand } = subject;
  const expression = weighLines(subject, potentials, (line) =>
    forms.add({ kind: 'flow', demand, line, of, about }),
  );
  return { ...aboutCo2e(subject, potentials), key, expression };
}

/** About how much each process emits for a functional unit, with its supplies. */
export interface Weighed {
  readonly of: Set<number>;
  weight: number;
}

export function weighProcesses(
  { forms, demand, standard, reached }: Subject,
  potentials: Potentials,
): Map<string, Weighed> {
  const { chain, values } = forms;
  const { values: x } = values.supplied(demand);
  const weighed = new Map<string, Weighed>();
  chain.flows.forEach(({ line: at, to, isBeyond }, index) => {
    const line = chain.lines[at]!;
    if (isBeyond || !reached.has(to) || !isClimate(line) || !counts(line, standard)) return;
    const { name } = chain.supplies[to]!.maker;
    const own = weighed.get(name) ?? { of: new Set(), weight: 0 };
    own.of.add(to);
    own.weight += values.flows[index]! * x[to]! * potentials.of(line).rough;
    weighed.set(name, own);
  });
  return weighed;
}

/** Returns the processes with the largest weights, by name where they are equal, and the supplies of all others. */
export function chooseProcesses(
  weighed: ReadonlyMap<string, Weighed>,
  most: number,
): { shown: (readonly [process: string, of: ReadonlySet<number>])[]; others: ReadonlySet<number> } {
  const sorted = [...weighed].sort(
    ([a, { weight: one }], [b, { weight: other }]) => abs(other) - abs(one) || (a < b ? -1 : 1),
  );
  return {
    shown: sorted.slice(0, most).map(([name, { of }]) => [name, of]),
    others: new Set(sorted.slice(most).flatMap(([, { of }]) => [...of])),
  };
}

/** Returns for which input of its process the total of a functional unit is emitted, and what the process emits itself. */
export function draftInputs(subject: Subject, potentials: Potentials): Draft[] {
  const { forms, demand, name } = subject;
  const { chain } = forms;
  const all = inputsOf(
    chain,
    demand,
    ({ isBeyond }) => !isBeyond,
    ({ isBeyond }) => !isBeyond,
  );
  const climate = all.flows.filter((at) => isClimate(chain.lines[chain.flows[at]!.line]!));
  const bySupply = Map.groupBy(all.cells, (at) => chain.cells[at]!.from);
  const inputs = [...bySupply].map(([from, cells]) => {
    const { maker, item } = chain.supplies[from]!;
    return draftInput(
      subject,
      potentials,
      { cells, flows: [] },
      item,
      `product/${name}/input/${maker.name}/${item}`,
    );
  });
  if (climate.length === 0) return inputs;
  return [
    draftInput(subject, potentials, { cells: [], flows: climate }, 'itself', `product/${name}/direct`),
    ...inputs,
  ];
}

function draftInput(
  subject: Subject,
  potentials: Potentials,
  inputs: Inputs,
  about: string,
  key: string,
): Draft {
  const { forms, demand } = subject;
  const expression = weighLines(subject, potentials, (line) =>
    forms.add({ kind: 'input', demand, line, ...inputs, about }),
  );
  return { ...aboutCo2e(subject, potentials), key, expression };
}

/** Returns the total of each stage of the life cycle (EN 15804), and its parts by where carbon comes from. */
export function draftModules(subject: Subject, potentials: Potentials): Draft[] {
  const { forms, demand, name } = subject;
  const { chain } = forms;
  return MODULES.flatMap((module) => {
    const inputs = rowsOfModule(chain, demand, module);
    if (inputs.cells.length === 0 && inputs.flows.length === 0) return [];
    const about = aboutCo2e(subject, potentials);
    const weigh = (part: (typeof PARTS)[number] | null): Draft['expression'] =>
      weighLines(
        subject,
        potentials,
        (line) => forms.add({ kind: 'input', demand, line, ...inputs, about: module }),
        part,
      );
    const parts = PARTS.filter((part) => hasPart(subject, part));
    return [
      { ...about, key: `product/${name}/module/${module}/total`, expression: weigh(null) },
      ...parts.map((part) => ({
        ...about,
        key: `product/${name}/module/${module}/${part}`,
        expression: weigh(part),
      })),
    ];
  });
}

function hasPart({ forms: { chain }, standard }: Subject, part: (typeof PARTS)[number]): boolean {
  return chain.lines.some((line) => isClimate(line) && counts(line, standard) && partOf(line.kind) === part);
}

/** Returns what avoided products and treatments save, as a line of its own, and the total without it. What is in module D of EN 15804 is not in the total. */
export function draftSubstitution(subject: Subject, potentials: Potentials, total: Draft): Draft[] {
  const { forms, demand, name, reached } = subject;
  const cells = forms.chain.cells.flatMap(({ ratio, to, isBeyond }, at) =>
    ratio < 0 && !isBeyond && reached.has(to) ? [at] : [],
  );
  if (cells.length === 0) return [];
  const about = aboutCo2e(subject, potentials);
  const expression = weighLines(subject, potentials, (line) =>
    forms.add({ kind: 'link', demand, line, cells, about: 'avoided' }),
  );
  const saved = { ...about, key: `product/${name}/substitution`, expression };
  return [
    saved,
    {
      ...about,
      key: `product/${name}/without-substitution`,
      expression: differenceOf(valueOf('total', total), valueOf('substitution', saved)),
      isDifference: true,
    },
  ];
}

/** Returns what of the total is emitted anywhere for what each process supplies to another one: the largest of these links of the chain. */
export function draftLinks(subject: Subject, potentials: Potentials, most: number): Draft[] {
  const { forms, demand, name } = subject;
  const links = weighLinks(subject, potentials);
  const sorted = [...links].sort(
    ([a, { weight: one }], [b, { weight: other }]) => abs(other) - abs(one) || (a < b ? -1 : 1),
  );
  return sorted.slice(0, most).map(([link, { cells }]) => {
    const about = link.replaceAll('/', ' ');
    const expression = weighLines(subject, potentials, (line) =>
      forms.add({ kind: 'link', demand, line, cells, about }),
    );
    return { ...aboutCo2e(subject, potentials), key: `product/${name}/link/${link}`, expression };
  });
}

/** Returns the cells of A of each link, by maker, product and user, and about how much is emitted for it. */
function weighLinks(
  subject: Subject,
  potentials: Potentials,
): Map<string, { readonly cells: number[]; weight: number }> {
  const { forms, demand, standard, reached } = subject;
  const { chain, values } = forms;
  const { values: x } = values.supplied(demand);
  const worth = new Float64Array(chain.supplies.length);
  for (const at of linesOf(subject)) {
    const line = chain.lines[at]!;
    if (!isClimate(line) || !counts(line, standard)) continue;
    const { values: m } = values.multipliers(at);
    const { rough } = potentials.of(line);
    m.forEach((value, supply) => (worth[supply]! += value * rough));
  }
  const links = new Map<string, { readonly cells: number[]; weight: number }>();
  chain.cells.forEach(({ from, to, isBeyond }, at) => {
    if (isBeyond || !reached.has(to)) return;
    const { maker, item } = chain.supplies[from]!;
    const link = `${maker.name}/${item}/${chain.supplies[to]!.maker.name}`;
    const own = links.get(link) ?? { cells: [], weight: 0 };
    own.cells.push(at);
    own.weight += values.needs[at]! * worth[from]! * x[to]!;
    links.set(link, own);
  });
  return links;
}

/** Returns how much of each process a functional unit needs: of the most needed ones. */
export function draftRuns({ forms, demand, name, about, reached }: Subject, most: number): Draft[] {
  const { chain, values } = forms;
  const { values: x } = values.supplied(demand);
  const weighed = new Map<string, Weighed>();
  for (const at of reached) {
    const { maker } = chain.supplies[at]!;
    const own = weighed.get(maker.name) ?? { of: new Set(), weight: 0 };
    own.of.add(at);
    own.weight += (values.parts[at]! * x[at]!) / values.outputs[at]!;
    weighed.set(maker.name, own);
  }
  return chooseProcesses(weighed, most).shown.map(([process, of]) => ({
    ...about,
    key: `product/${name}/run/${process}`,
    unit: '1',
    gases: [],
    expression: forms.add({ kind: 'run', demand, of, about: process }),
  }));
}
