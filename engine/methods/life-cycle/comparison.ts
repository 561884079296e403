import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import { differenceOf, valueOf } from '../../figures/expression.ts';
import { draftSet, chooseProcesses, weighProcesses } from './contributions.ts';
import type { Subject } from './figures.ts';
import type { CycleParameters } from './parameters.ts';
import type { Potentials } from './potentials.ts';

/** A functional unit with its total. */
export interface Compared {
  readonly subject: Subject;
  readonly total: Draft;
}

/** Returns by how much the total of a second functional unit is above that of a first one, and by how much for each process. */
export function draftComparison(
  one: Compared,
  other: Compared,
  potentials: Potentials,
  most: number,
): Draft[] {
  const key = `comparison/${one.subject.name}/${other.subject.name}`;
  const { key: _key, expression: _expression, covers: _covers, ...about } = other.total;
  const total = {
    ...about,
    key,
    expression: differenceOf(valueOf('other', other.total), valueOf('one', one.total)),
    isDifference: true as const,
  };
  const sides = [one, other].map(({ subject }) => weighProcesses(subject, potentials)) as [Weights, Weights];
  const together = new Map<string, { of: Set<number>; weight: number }>();
  for (const name of new Set(sides.flatMap((side) => [...side.keys()]))) {
    const [from, to] = sides.map((side) => side.get(name));
    const of = new Set([...(from?.of ?? []), ...(to?.of ?? [])]);
    together.set(name, { of, weight: (to?.weight ?? 0) - (from?.weight ?? 0) });
  }
  const { shown, others } = chooseProcesses(together, most);
  const draft = (process: string, of: ReadonlySet<number>, name: string): Draft => {
    const [from, to] = [one, other].map(({ subject }) => draftSet(subject, potentials, of, process, ''));
    return { ...about, key: `${key}/${name}`, expression: differenceOf(to!.expression, from!.expression) };
  };
  return [
    total,
    ...shown.map(([process, of]) => draft(process, of, `process/${process}`)),
    ...(others.size === 0 ? [] : [draft('others', others, 'other-processes')]),
  ];
}

type Weights = ReturnType<typeof weighProcesses>;

/** Checks that products may be compared. @throws EngineError `not-comparable`, `bad-parameters` */
export function checkComparison({ compare, functionalUnits, gwpSet }: CycleParameters): void {
  compare.forEach((pair, at) => {
    const place = placeOfAsked(`parameters.compare.${at}`);
    if (gwpSet === undefined)
      throw new EngineError(
        'bad-parameters',
        'totals are compared, which need a GWP set: set parameters.gwpSet',
        pair,
        place,
      );
    const [one, other] = pair.map((name) => {
      const unit = functionalUnits.find((each) => each.name === name);
      if (unit !== undefined) return unit;
      const text = `no functional unit is called ${name}: expected ${functionalUnits.map((each) => each.name).join(', ')}`;
      throw new EngineError('bad-parameters', text, name, place);
    }) as [CycleParameters['functionalUnits'][number], CycleParameters['functionalUnits'][number]];
    const reasons = [
      one.function === undefined || one.function !== other.function
        ? `they do ${showFunction(one)} and ${showFunction(other)}`
        : [],
      one.boundary === other.boundary ? [] : `they are ${one.boundary} and ${other.boundary}`,
    ].flat();
    if (reasons.length === 0) return;
    const text = `${one.name} and ${other.name} can't be compared, because ${reasons.join(', and ')}: state one function and one boundary for both`;
    throw new EngineError('not-comparable', text, pair, place);
  });
}

function showFunction({ function: what }: CycleParameters['functionalUnits'][number]): string {
  return what === undefined ? 'nothing that is stated' : JSON.stringify(what);
}
