import { describeGathered, gatherWarnings } from '../errors/group-warnings.ts';
import { nameWarning, type Warning, type WarningCode } from '../errors/warning.ts';
import { Amount, roundAmount, type Rounding } from '../quantities/decimal.ts';
import type { Draft } from './draft.ts';
import type { Expression } from './expression.ts';
import { forEachRow } from './rows-of-nodes.ts';
import type { WarnedRows } from './warned-rows.ts';

/** How the warnings of figures are shown. */
export interface ShownWarnings {
  /** The most rows, factors or warnings that a figure lists one by one. */
  readonly listed: number;
  /** Warnings about rows, which belong to every figure that uses the row. */
  readonly warnings: WarnedRows;
  /** Returns a warning with the reason why it was accepted, where it was. */
  readonly accept: (warning: Warning) => Warning;
}

/** The warnings of a figure, with those of its parts: what is stated of it and its factors, and those about its rows. */
interface Found {
  readonly stated: readonly Warning[];
  readonly ofRows: ReadonlySet<Warning>;
}

/** Collects the warnings of the figures of a run. A figure has those of its parts too. */
export class FigureWarnings {
  readonly #shown: ShownWarnings;
  readonly #all = new Map<string, Warning>();
  /** All warnings of each figure. It shows the first ones. */
  readonly #found = new Map<Draft, Found>();

  constructor(shown: ShownWarnings) {
    this.#shown = shown;
  }

  /** All warnings of the figures but those about rows, each once. */
  get all(): Warning[] {
    return [...this.#all.values()];
  }

  /** Returns the warnings of a figure: of its factors, rows and parts, and its own. At most `listed`, and then that there are more. */
  list(nodes: readonly Expression[], draft: Draft, own: readonly Warning[]): Warning[] {
    const stated = new Map<string, Warning>();
    const ofRows = new Set<Warning>();
    const { accept, warnings: warned, listed } = this.#shown;
    const add = (warning: Warning): void => {
      const name = nameWarning(warning);
      if (stated.has(name)) return;
      const judged = accept(warning);
      stated.set(name, judged);
      this.#all.set(name, judged);
    };
    for (const node of nodes)
      if (node.kind === 'figure') {
        const part = this.#found.get(node.draft)!;
        part.stated.filter(({ code }) => !OF_ONE.includes(code)).forEach(add);
        for (const warning of part.ofRows) ofRows.add(warning);
      } else if (node.kind === 'quantity' && node.factor?.warning != null) add(node.factor.warning);
    if (!warned.isEmpty) forEachRow(nodes, (row) => warned.addTo(ofRows, row));
    const inherited = [...stated.values()];
    own.forEach(add);
    this.#found.set(draft, { stated: [...stated.values()], ofRows });
    return shorten([...inherited, ...ofRows, ...[...stated.values()].slice(inherited.length)], listed);
  }
}

/** Warns that no digit of a figure is guaranteed. */
export function warnOfUnproven(key: string): Warning {
  const message = `${key}: no bound of its error is proven, so none of its digits is guaranteed: correct negative cells of the table, or group it, if they should not be there`;
  return { code: 'not-proven', message, row: { record: '', key } };
}

/** Less than this is what quotients of 50 digits leave: of a tonne, less than an atom. */
const LEAST = new Amount(1n, 30);

/** Warns where a figure that is surely not zero is shown as 0. */
export function warnOfZero(key: string, value: Amount, bound: Amount | null, unit: string): Warning[] {
  if (!value.abs().greaterThan(bound ?? LEAST)) return [];
  const message = `${key} is ${String(roundAmount(value, FEW_DIGITS))} ${unit}, and is shown as 0: ask for more decimals in parameters.rounding, or for a smaller unit in parameters.mass`;
  return [{ code: 'rounded-to-zero', message, row: { record: '', key } }];
}

const FEW_DIGITS: Rounding = { mode: 'half-even', digits: 2 };

/** Warnings about a figure alone: one that takes it is assessed itself. */
const OF_ONE: readonly WarningCode[] = [
  'outside-interval',
  'off-mean',
  'not-linear',
  'rounded-to-zero',
  'not-proven',
];

/** So many warnings of one code are shown one by one, and so many rows of more are named. */
const FEW = 3;

function shorten(warnings: readonly Warning[], listed: number): Warning[] {
  const shown = gatherWarnings(warnings, FEW).map((group) => {
    const { code, row, accepted } = group.first;
    const message = describeGathered(group, FEW);
    return { code, message, row, ...(accepted === undefined ? {} : { accepted }) };
  });
  if (shown.length <= listed) return shown;
  const message = `there are more warnings: the run lists them`;
  return [...shown.slice(0, listed), { code: 'more-warnings', message, row: shown[0]!.row }];
}
