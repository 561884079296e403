/** The coefficients of unmeasured flows in balances: for each balance, those that it counts. */
export type UnmeasuredCoefficients = readonly ReadonlyMap<number, number>[];

/** By what each balance is multiplied in a sum of balances. */
export type Combination = ReadonlyMap<number, number>;

/** What balances say where some of their flows were not measured. */
export interface Elimination {
  /** Sums of balances in which no unmeasured flow is left: they check the measured flows. */
  readonly closed: readonly Combination[];
  /** Of each unmeasured flow that the balances determine: the sum of balances in which it alone of them is left, once. */
  readonly determined: ReadonlyMap<number, Combination>;
  /** The other unmeasured flows, each with those that balances confuse it with. */
  readonly open: ReadonlyMap<number, readonly number[]>;
}

/** What is smaller is 0 but for how float64 rounds: coefficients of balances are near 1. */
const NOTHING = 1e-9;

/** Eliminates the unmeasured flows from balances, by Gauss and Jordan: a matrix of projection, as in data reconciliation. */
export function eliminateUnmeasured(balances: UnmeasuredCoefficients, count: number): Elimination {
  const rows = balances.map((own, at) => ({
    flows: Float64Array.from({ length: count }, (_, flow) => own.get(flow) ?? 0),
    balances: Float64Array.from(balances, (_, balance) => (balance === at ? 1 : 0)),
  }));
  const pivots = new Map<number, (typeof rows)[number]>();
  for (let flow = 0; flow < count; flow++) {
    const free = rows.filter((row) => ![...pivots.values()].includes(row));
    const pivot = free.reduce<(typeof rows)[number] | null>(
      (best, row) => (sizeOf(row.flows[flow]!) > sizeOf(best?.flows[flow] ?? NOTHING) ? row : best),
      null,
    );
    if (pivot === null) continue;
    const by = 1 / pivot.flows[flow]!;
    for (const part of [pivot.flows, pivot.balances])
      part.forEach((cell, at) => (part[at] = clean(cell * by)));
    for (const row of rows) {
      const times = row.flows[flow]!;
      if (row === pivot || times === 0) continue;
      row.flows.forEach((cell, at) => (row.flows[at] = clean(cell - times * pivot.flows[at]!)));
      row.balances.forEach((cell, at) => (row.balances[at] = clean(cell - times * pivot.balances[at]!)));
    }
    pivots.set(flow, pivot);
  }
  const tied = [...pivots].map(([, { flows }]) => listNonZero(flows)).filter(({ length }) => length > 1);
  const flows = Array.from({ length: count }, (_, flow) => flow);
  const isDetermined = (flow: number): boolean =>
    pivots.has(flow) && tied.every((own) => !own.includes(flow));
  return {
    closed: rows
      .filter((row) => ![...pivots.values()].includes(row))
      .map(({ balances: own }) => combinationOf(own, own[listNonZero(own)[0]!]!)),
    determined: new Map(
      flows.filter(isDetermined).map((flow) => [flow, combinationOf(pivots.get(flow)!.balances, 1)]),
    ),
    open: new Map(
      flows
        .filter((flow) => !isDetermined(flow))
        .map((flow) => [
          flow,
          [...new Set(tied.filter((own) => own.includes(flow)).flat())].filter((other) => other !== flow),
        ]),
    ),
  };
}

function sizeOf(value: number): number {
  return value < 0 ? -value : value;
}

function clean(value: number): number {
  return sizeOf(value) < NOTHING ? 0 : value;
}

function listNonZero(cells: Float64Array): number[] {
  return [...cells.keys()].filter((at) => cells[at] !== 0);
}

function combinationOf(cells: Float64Array, over: number): Combination {
  return new Map(listNonZero(cells).map((at) => [at, cells[at]! / over]));
}
