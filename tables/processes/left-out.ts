/** What a reader leaves out, assumes or changes. Kind → what it means. Nothing is left out without one of these. */
export const LEFT_OUT = {
  allocation:
    'factors of allocation are incomplete or name no product: state in the run how the process allocates',
  'allocation-assumed':
    'the process states factors of one kind of allocation and no default: these factors are taken',
  'allocation-rounded': 'factors of allocation add up to 1 but for rounding: the largest one was corrected',
  'allocation-sum': 'factors of allocation do not add up to 1: a run refuses the process',
  archive: 'an archive inside the package is not opened: read it by itself',
  column: 'a column has no meaning for a process',
  compartment: 'an elementary flow states no compartment: air, water, soil or resource',
  'compartment-assumed':
    'an emission of a greenhouse gas states no compartment: it is taken to enter the air',
  costs: 'costs of inputs and outputs are not read',
  file: 'files of the package are not about processes or how flows count',
  formula: 'a formula cannot be computed: the amount that is stored with it is taken',
  'formula-differs':
    'a formula gives another amount than is stored with it: what the formula gives is taken, as the program that wrote the file would',
  'impact-date': 'a category of impact states no date, so its factors have no year: it is left out',
  'impact-place': 'a factor of impact is for a place without a code of ISO 3166: it is left out',
  'impact-twice':
    'a flow has several factors of one category: the one for an unspecified place in it is taken',
  'implied-output': 'a process states no output: it makes 1 of its own product, as brightway assumes',
  'kind-of-row': 'a row is in no section, or of a type that a process does not have',
  merged:
    'several rows of a process are one row here, such as emissions to parts of the air: they are added up',
  'negative-output': 'an output of a process is negative',
  'no-output': 'a process makes and treats nothing',
  place: 'a flow is at a place without a code of ISO 3166: it counts anywhere',
  provider: 'no process makes or treats it: a run that needs it must cut it off',
  'provider-missing': 'the stated provider is not in the file, or does not make it: no provider is stated',
  'several-providers': 'several processes make or treat it, and none is named: state in the run which one',
  sheet: 'a sheet is marked as skip, or its first cell is empty',
  'too-small': 'an amount is below 10^-30 of its unit, or has more digits: it is rounded',
  uncertainty: 'an uncertainty is of a kind that rows do not have',
  'uncertainty-differs': 'an uncertainty has no spread or contradicts its amount: the row has none',
  unit: 'a unit does not convert: it is a counted thing',
  'unit-factor': 'a unit group states another factor for a unit than its definition: the definition is taken',
  validity: 'the period in which a process is valid is not read: its rows hold for any run',
  zero: 'an amount is 0',
} as const;

export type LeftOutKind = keyof typeof LEFT_OUT;

/** How often something of one kind was left out, and its first places. */
export interface LeftOutCount {
  readonly kind: LeftOutKind;
  readonly count: number;
  readonly first: readonly string[];
}

/** The places that are named. */
const MOST_PLACES = 5;

/** Counts what a reader leaves out. */
export class LeftOut {
  readonly #kinds = new Map<LeftOutKind, { count: number; readonly first: string[] }>();

  /** @param place process and flow, or file and row */
  note(kind: LeftOutKind, place: string, count = 1): void {
    const own = this.#kinds.get(kind) ?? { count: 0, first: [] };
    own.count += count;
    if (own.first.length < MOST_PLACES) own.first.push(place);
    this.#kinds.set(kind, own);
  }

  /** Returns what was noted, by kind. */
  list(): LeftOutCount[] {
    return [...this.#kinds]
      .map(([kind, { count, first }]) => ({ kind, count, first }))
      .sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }
}
