import type { Warning } from '../errors/warning.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { selectionOf } from '../figures/method-context.ts';
import { sumOf, type Expression } from '../figures/expression.ts';
import { sumTerms, type Shape } from '../figures/terms.ts';
import type { ActivityType } from '../rows/activity.ts';
import type { RowOf } from '../rows/row.ts';

type Where = Readonly<Record<string, string | null>>;

/** Uses whose details are alike in some members, such as the place and the origin: what holds for one of them holds for all. */
export interface UseClass<R> {
  readonly uses: readonly R[];
  /** These members, as a selection (§10) names them; without those that no use at all has. */
  readonly where: Where;
}

/** Returns the classes of uses by members of their details, in the order of their first uses. */
export function classify<R extends RowOf<ActivityType>>(
  uses: readonly R[],
  members: readonly string[],
): UseClass<R>[] {
  const classes = new Map<string, { uses: R[]; values: (string | null)[] }>();
  let last: { uses: R[]; values: (string | null)[] } | undefined;
  for (const use of uses) {
    const detail = use.detail as Readonly<Record<string, unknown>>;
    if (last === undefined || !isLike(last.values, detail, members)) {
      const values = members.map((member) => (detail[member] ?? null) as string | null);
      const name = JSON.stringify(values);
      last = classes.get(name) ?? { uses: [], values };
      classes.set(name, last);
    }
    last.uses.push(use);
  }
  const all = [...classes.values()];
  const stated = members.map((_, index) => all.some(({ values }) => values[index] !== null));
  return all.map(({ uses: own, values }) => ({
    uses: own,
    where: Object.fromEntries(
      members.flatMap((member, index) => (stated[index] === true ? [[member, values[index]!]] : [])),
    ),
  }));
}

function isLike(
  values: readonly (string | null)[],
  detail: Readonly<Record<string, unknown>>,
  members: readonly string[],
): boolean {
  for (let index = 0; index < members.length; index++)
    if ((detail[members[index]!] ?? null) !== values[index]) return false;
  return true;
}

/** Classes of uses that are computed alike. */
export interface ClassPart<R> {
  readonly classes: readonly UseClass<R>[];
  readonly shapeOf: (use: R) => Shape;
}

/** The uses that a figure could add up: all of them, and their classes. */
export interface ClassedUses<R> {
  readonly type: ActivityType;
  /** Selects all of the uses. */
  readonly where: Where;
  readonly all: readonly R[];
  readonly classes: readonly UseClass<R>[];
}

/**
 * Returns the sum of the uses of some classes. Selections (§10) are exactly those uses: of all uses where every class counts, else of
 * each class.
 * @throws EngineError `unit-mismatch`
 */
export function sumClasses<R extends RowOf<ActivityType>>(
  { type, where, all, classes }: ClassedUses<R>,
  parts: readonly ClassPart<R>[],
  context: MethodContext,
): Expression {
  const sums = parts.flatMap((part) => {
    if (part.classes.length === classes.length)
      return [sumTerms(all, selectionOf(context, type, where), part.shapeOf)];
    return part.classes.map((own) =>
      sumTerms(own.uses, selectionOf(context, type, { ...where, ...own.where }), part.shapeOf),
    );
  });
  return sumOf(sums.flatMap((sum) => (sum.kind === 'sum' ? sum.parts : [sum])));
}

/** Warns that a figure leaves out a gas of some uses: only other places have a factor of it. `first` is one of the uses. */
export function warnOfGap(
  first: RowOf<'fuel-use' | 'process-activity'>,
  gas: string,
  subject: string,
): Warning {
  const { key, record, detail } = first;
  const message = `${key} has no factor of ${gas} of ${subject} for ${detail.geography}, only other places have one: its ${gas} is left out`;
  return { code: 'missing-gases', message, row: { record, key } };
}
