/** The first and the last day of a period, such as `2025-12-31`. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

/** Why a factor stands in for a missing one. Its days are those that lack the factor. */
export interface ProxyReason extends Days {
  /** What was missing, as the engine names it: `CO2 factor of diesel`. */
  readonly what: string;
  /** Where; null where the row names no place. */
  readonly place: string | null;
  /** Where and when the factor is of; null for any place, or any time. */
  readonly of: string | null;
  readonly made: Days | null;
  /** The title of its source. */
  readonly source: string | null;
}

/** Returns the one text of a reason that is recorded with a run. Its user can write another reason in its place. */
export function formatProxyReason({ what, from, until, place, of, made, source }: ProxyReason): string {
  const needed = `${from} to ${until}${place === null ? '' : ` in ${place}`}`;
  const time = made === null ? 'any time' : `${made.from} to ${made.until}`;
  const title = source === null ? '' : ` (${source})`;
  return `no ${what} for ${needed} was given; this one is of ${of ?? 'any place'} and ${time}${title}`;
}

const DAY = String.raw`\d{4,}-\d\d-\d\d`;
const PATTERN = new RegExp(
  `^no (?<what>.+) for (?<from>${DAY}) to (?<until>${DAY})(?: in (?<place>.+?))? was given; ` +
    `this one is of (?<of>.+?) and (?:any time|(?<first>${DAY}) to (?<last>${DAY}))(?: \\((?<source>.+)\\))?$`,
  'su',
);

/** A reason that `formatProxyReason` wrote is shorter. The pattern takes time by the cube of a text's length. */
const LONGEST = 1024;

/** Reads a recorded reason that `formatProxyReason` wrote, so that a reader has it in another language; null for the words of a person. */
export function parseProxyReason(text: string): ProxyReason | null {
  const found = text.length > LONGEST ? undefined : PATTERN.exec(text)?.groups;
  if (found === undefined) return null;
  const { what = '', from = '', until = '', place = null, of = '', first, last, source = null } = found;
  return {
    ...{ what, from, until, place, source },
    of: of === 'any place' ? null : of,
    made: first === undefined || last === undefined ? null : { from: first, until: last },
  };
}
