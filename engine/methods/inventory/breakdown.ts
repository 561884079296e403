import * as z from 'zod';
import type { Boundary } from '../../entities/boundary.ts';
import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import { showTime } from '../../factors/factor.ts';
import type { Draft, RowSum } from '../../figures/draft.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { takePart } from '../../figures/part.ts';
import { groupRows } from '../../rows/row-index.ts';
import type { Period, Row } from '../../rows/row.ts';
import { countryOf } from '../place.ts';
import { parseVintage } from '../electricity/instruments/vintage.ts';

/** By what totals can be broken down, each alone: never by two of them together. */
export const DIMENSIONS = ['entity', 'country', 'month'] as const;
type Dimension = (typeof DIMENSIONS)[number];

export const breakdowns = z
  .array(z.enum(DIMENSIONS))
  .refine((by) => new Set(by).size === by.length, 'expected each once')
  .default([])
  .describe('Also gives the totals by entity, country or month. Their figures add up to the total exactly.');

/** The totals that are broken down, and how their parts are called. A market-based figure is of the whole organisation. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['scope1/total', 'scope1'],
  ['scope2/location', 'scope2/location'],
  ['scope1+2/location', 'scope1+2/location'],
  ['scope3/total', 'scope3'],
]);

/** The most parts of one breakdown, so that a result stays small enough to be stored and read. */
const MOST_PARTS = 500;

/**
 * Returns the parts of the totals: of each entity, country or month that a row names. Rows longer than a month have a part of their own.
 * @throws EngineError `bad-parameters` for more than 500 parts, and by entity where no organisation is known
 */
export function draftBreakdowns(
  drafts: readonly Draft[],
  by: readonly Dimension[],
  context: MethodContext,
  boundary: Boundary,
): Draft[] {
  const totals = drafts.filter(({ key }) => PARTS.has(key));
  if (by.includes('entity') && boundary.entity === null) {
    const text =
      'a total by entity needs the reporting organisation: set parameters.organisation to its identifier';
    throw new EngineError('bad-parameters', text, by, placeOfAsked('parameters.by'));
  }
  return by.flatMap((dimension) => {
    const splits = new Splits(SPLITS[dimension], context, boundary);
    const found = totals.map((total) => ({ total, names: splits.listNames(total) }));
    const names = distinctTexts(found.flatMap((each) => each.names));
    if (names.length > MOST_PARTS) {
      const text = `by ${dimension} each total has ${names.length} parts, and a result has at most ${MOST_PARTS}: leave ${dimension} out of parameters.by, or run fewer rows at a time`;
      throw new EngineError('bad-parameters', text, dimension, placeOfAsked('parameters.by'));
    }
    return names.flatMap((name) =>
      found.flatMap(({ total }) => {
        const begin = name === '' ? `without-${dimension}` : `by-${dimension}/${name}`;
        const part = takePart(total, splits.take(name), boundary.ownerOf);
        return part === null ? [] : [{ ...part, key: `${begin}/${PARTS.get(total.key)!}` }];
      }),
    );
  });
}

/** Returns the tonnes that elimination takes from each total, before they are weighed. */
export function draftEliminated(drafts: readonly Draft[], isEliminated: (row: Row) => boolean): Draft[] {
  const take = (node: RowSum): readonly RowSum[] => {
    const rows = node.rows.filter(isEliminated);
    return rows.length === 0 ? [] : [{ ...node, rows, selection: { keys: rows.map(({ key }) => key) } }];
  };
  return drafts.flatMap((draft) => {
    const part = PARTS.has(draft.key) ? takePart(draft, take) : null;
    return part === null ? [] : [{ ...part, key: `eliminated/${draft.key}` }];
  });
}

/** How rows are split: the name of their part, and the rows that a selection (§10) can select together. */
interface Split {
  /** The part of a row: an empty name for rows without one. */
  readonly nameOf: (row: Row, organisation: string | null) => string;
  /** What tells the rows of one selection from others. */
  readonly textOf: (row: Row) => string;
  /** Whether a reading of a meter is in the part of its stream, and not in one of its own. */
  readonly isOfOwner: boolean;
  readonly select: (node: RowSum, rows: readonly Row[], context: MethodContext) => RowSum['selection'];
}

const SPLITS: Readonly<Record<Dimension, Split>> = {
  entity: {
    nameOf: (row, organisation) => segmentOf(memberOf(row, 'entity') ?? organisation ?? ''),
    textOf: (row) => memberOf(row, 'entity') ?? '',
    isOfOwner: true,
    select: (node, rows) => whereMember(node, rows, 'entity'),
  },
  country: {
    nameOf: (row) => countryOf(placeOf(row)),
    textOf: placeOf,
    isOfOwner: true,
    select: (node, rows) => whereMember(node, rows, 'geography'),
  },
  month: {
    nameOf: monthOf,
    textOf: monthOf,
    isOfOwner: false,
    select: ({ selection }, rows, { period }) => {
      const month = monthOf(rows[0]!);
      if (month === '') return { ...selection, keys: rows.map(({ key }) => key) };
      const { within = period } = selection;
      return { ...selection, within: overlapOf(timeOf(month), overlapOf(within, period)) };
    },
  },
};

function overlapOf(one: Period, other: Period): Period {
  return {
    from: one.from < other.from ? other.from : one.from,
    until: one.until > other.until ? other.until : one.until,
  };
}

function whereMember(
  { selection }: RowSum,
  rows: readonly Row[],
  member: 'entity' | 'geography',
): RowSum['selection'] {
  return { ...selection, where: { ...selection.where, [member]: memberOf(rows[0]!, member) ?? null } };
}

function memberOf({ detail }: Row, member: 'entity' | 'geography'): string | undefined {
  return (detail as Readonly<Record<string, unknown>>)[member] as string | undefined;
}

/** Returns the place of a row; of a figure of a result its only one. Empty where there is none. */
function placeOf(row: Row): string {
  if (row.detail.row !== 'figure') return memberOf(row, 'geography') ?? '';
  const [place = '', ...others] = row.detail.geographies;
  return others.length === 0 ? place : '';
}

/** Characters that a segment of a key can have (§2). */
const PLAIN = /[A-Za-z0-9._:@+()-]/;

/** Returns an identifier as one segment of a key: other characters as in a URL. */
function segmentOf(identifier: string): string {
  return Array.from(identifier, (letter) => (PLAIN.test(letter) ? letter : encodeURIComponent(letter))).join(
    '',
  );
}

/** Returns the month in which a row lies, such as 2023-04; an empty text where it lies in several. */
function monthOf({ from, until }: Row): string {
  const month = showTime(from).slice(0, 7);
  return until <= timeOf(month).until ? month : '';
}

function timeOf(month: string): Period {
  return parseVintage(month)!;
}

/** Splits the sums of a graph by the names of parts, each sum once. */
class Splits {
  readonly #split: Split;
  readonly #context: MethodContext;
  readonly #organisation: string | null;
  readonly #ownerOf: Boundary['ownerOf'];
  readonly #known = new Map<RowSum, ReadonlyMap<string, readonly RowSum[]>>();

  constructor(
    split: Split,
    context: MethodContext,
    { entity, ownerOf }: Pick<Boundary, 'entity' | 'ownerOf'>,
  ) {
    [this.#split, this.#context] = [split, context];
    [this.#organisation, this.#ownerOf] = [entity, ownerOf];
  }

  /** Returns the names of the parts that the rows of a figure have. */
  listNames(total: Draft): string[] {
    const names = new Set<string>();
    takePart(total, (node) => {
      for (const name of this.#of(node).keys()) names.add(name);
      return [node];
    });
    return [...names];
  }

  take(name: string): (node: RowSum) => readonly RowSum[] {
    return (node) => this.#of(node).get(name) ?? [];
  }

  #of(node: RowSum): ReadonlyMap<string, readonly RowSum[]> {
    const parts = this.#known.get(node) ?? this.#divide(node);
    this.#known.set(node, parts);
    return parts;
  }

  #divide(node: RowSum): ReadonlyMap<string, readonly RowSum[]> {
    const { nameOf, textOf, isOfOwner, select } = this.#split;
    const ownerOf = isOfOwner ? this.#ownerOf : (row: Row): Row => row;
    const isSame = (a: Row, b: Row): boolean =>
      (a.detail === b.detail && a.from === b.from && a.until === b.until) ||
      textOf(ownerOf(a)) === textOf(ownerOf(b));
    const groups = groupRows(node.rows, (row) => textOf(ownerOf(row)), isSame);
    const sums = [...groups.values()].map((rows) => {
      const owner = ownerOf(rows[0]!);
      // All readings of a sum are of one stream.
      const selection = owner === rows[0] ? select(node, rows, this.#context) : node.selection;
      return { name: nameOf(owner, this.#organisation), sum: { ...node, rows, selection } };
    });
    const named = Map.groupBy(sums, ({ name }) => name);
    return new Map([...named].map(([name, own]) => [name, own.map(({ sum }) => sum)]));
  }
}
