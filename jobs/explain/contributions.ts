import { readSegment } from '../../pictures/kinds/gather-flows.ts';
import type { PicturedFigure } from '../../pictures/kinds/picture.ts';
import { shareOf } from '../../pictures/kinds/exact.ts';

/** A part of the total of a product, what it is of, and the figures that it is made of. */
export interface Contribution {
  /** Texts of the data, such as a process; empty for what the product's own process emits, and for all that is not shown. */
  readonly of: readonly string[];
  readonly figure: PicturedFigure;
  /** Its part of the total; null for a flow in another unit. */
  readonly share: number | null;
  readonly below: readonly Contribution[];
}

/** The parts of the total of a functional unit, in three ways: each of them adds up to it. */
export interface Contributions {
  readonly unit: string;
  readonly total: PicturedFigure;
  readonly byProcess: readonly Contribution[];
  readonly byInput: readonly Contribution[];
  readonly byStage: readonly Contribution[];
}

/** Returns the contributions to each functional unit of a result of life-cycle@1, the largest first; stages are in their order. */
export function listContributions(figures: readonly PicturedFigure[]): Contributions[] {
  return figures.flatMap((total) => {
    const [, unit] = /^product\/([^/]+)\/total$/.exec(total.key) ?? [];
    if (unit === undefined) return [];
    const own = figures.flatMap((figure): Part[] => {
      const [first, of, ...path] = figure.key.split('/');
      return first === 'product' && of === unit ? [{ path, figure }] : [];
    });
    const whole = Number(total.value);
    const list = (nameOf: (path: readonly string[]) => readonly string[] | null): Contribution[] =>
      own.flatMap(({ path, figure }) => {
        const of = nameOf(path);
        if (of === null || figure.unit !== total.unit) return [];
        const below = path[0] === 'process' ? listFlows(path[1]!, own) : [];
        return [{ of: of.map(readSegment), figure, share: shareOf(figure.value, whole), below }];
      });
    const byProcess = list(([kind, process, ...more]) => {
      if (kind === 'other-processes') return [];
      return kind === 'process' && more.length === 0 ? [process!] : null;
    });
    const byInput = list(([kind, process, product]) => {
      if (kind === 'direct') return [];
      return kind === 'input' ? [product!, process!] : null;
    });
    const byStage = list(([kind, stage, part]) => (kind === 'module' && part === 'total' ? [stage!] : null));
    const parts = { byProcess: byProcess.sort(compareSize), byInput: byInput.sort(compareSize), byStage };
    return [{ unit: readSegment(unit), total, ...parts }];
  });
}

interface Part {
  readonly path: readonly string[];
  readonly figure: PicturedFigure;
}

/** Returns the flows that a process emits itself, in their own units. */
function listFlows(process: string, own: readonly Part[]): Contribution[] {
  return own.flatMap(({ path: [kind, of, ...flow], figure }) =>
    kind === 'process' && of === process && flow.length > 0
      ? [{ of: flow.slice(1).map(readSegment), figure, share: null, below: [] }]
      : [],
  );
}

function compareSize({ figure: a }: Contribution, { figure: b }: Contribution): number {
  return Math.abs(Number(b.value)) - Math.abs(Number(a.value));
}
