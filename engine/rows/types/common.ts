import * as z from 'zod';
import { CONDITIONS } from '../../quantities/gas-conditions.ts';
import {
  anyObject,
  holdsExactly,
  integer,
  isObject,
  listOf,
  matching,
  naming,
  objectOf,
  oneOf,
  optional,
  shapeOf,
  testsOf,
  text,
  url,
  type Member,
  type Members,
  type ShapeOf,
} from './member.ts';

/** A label that can be one segment of a key (§2). It counts as it is written, as those of the axes of a matrix do. */
export const label = matching(
  /^[A-Za-z0-9._:@+%()-]{1,64}$/,
  'expected 1 to 64 characters of A-Z a-z 0-9 . _ : @ + % ( ) -',
);
/** A name that can be one segment of a key: its spellings are one name (`engine/rows/spelling.ts`). */
export const name = naming(label);
/** ISO 3166-1 alpha-2, or a part of a country by ISO 3166-2. */
export const area = matching(
  /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/,
  'expected a code of ISO 3166-1 or 3166-2, such as CN or CN-31',
);
/** One gas. CO2e is not a gas: it is a sum of gases under a GWP set, which a mass of CO2e alone does not name. */
export const gas = matching(
  /^(?!CO2e$|N2O-N$|CO2-C$|CH4-C$)[A-Za-z0-9._:@+%()-]{1,64}$/,
  'expected one gas, such as CH4; CO2e is not a gas, and a mass of N2O-N or CO2-C is stated by the unit: gas N2O in kg{N2O-N}',
);
export const gasList = listOf(label);
export const year = integer(1900, 2200);
export const gwpSetName = text(16);
/** A text of a person. */
export const phrase = text(256);
/** `scheme:value`; the import also checks its form and its check digits. */
export const identifier = matching(/^.{3,128}$/, 'expected an identifier of 3 to 128 characters');

export const sha256 = matching(/^[0-9a-f]{64}$/, 'expected a SHA-256 of 64 lower-case hex digits');
export const size = integer(0);
export const mediaType = matching(/^[a-z]+\/[a-z0-9.+-]+$/, 'expected a media type such as text/csv');
export const currency = matching(/^[A-Z]{3}$/, 'expected a currency code of ISO 4217, such as EUR');

/** What a factor describes: the combustion of a fuel, only its supply, or a whole life cycle. */
export const BASES = ['combustion', 'well-to-tank', 'life-cycle'] as const;
export const basis = oneOf(BASES);

/** The two calorific values of a fuel: `gross` counts the heat of the water vapour, `net` does not. */
export const calorific = oneOf(['gross', 'net']);

/** Where carbon comes from. */
export const origin = oneOf(['fossil', 'biogenic', 'land-use']);

/** A category of scope 1 or 2, under any standard. Those of scope 3 have a row type of their own, so that nothing counts in another scope. */
const category = matching(
  /^(?!3\.([1-9]|1[0-5])$)[\s\S]{1,64}$/,
  'expected a category of scope 1 or 2, of at most 64 characters; 3.1 to 3.15 are of value-chain-activity rows',
);
/** Names of conversion factors, each as often as it counts. */
const factorNames = optional(listOf(name));
/** The conversion factors that a row is multiplied and divided by, before its emission factor. */
export const chainMembers = { factors: factorNames, divisors: factorNames };
/** Members of an activity: its category, its place, the facility where it was done, who bought or sold it, and its conversion factors. */
export const activityMembers = {
  category,
  geography: area,
  facility: optional(name),
  /** The organisation to which it was sold, or from which it was bought. */
  counterparty: optional(identifier),
  ...chainMembers,
};
/** The line of the figure to which a row belongs, such as `imports`: a figure of its own. Only rows with a line may be negative. */
export const line = optional(name);
/** The temperature of a volume of gas, and its pressure where that is not 101.325 kPa. */
export const conditions = optional(
  matching(
    CONDITIONS,
    'expected the temperature of a volume of gas, such as 0C, 15C or 60F, at 101.325 kPa or a stated pressure: 60F at 14.73 psi',
  ),
);
/** Members of a factor: its year, and the place for which it is valid (absent: any place). */
export const factorMembers = { year, geography: optional(area) };

/** The publication that a single row was taken from. */
export const rowSource = objectOf({
  title: phrase,
  url: optional(url()),
  licence: optional(phrase),
  published: optional(phrase),
});

/** A decimal of at least 0, such as 0.05. */
export const ratio = matching(
  /^(0|[1-9]\d{0,17})(\.\d{0,17}[1-9])?$/,
  'expected a decimal as text, such as "0.05"',
);
const AT_MOST_ONE = /^(1|0(\.\d{0,17}[1-9])?)$/;
const AT_LEAST_ONE = /^[1-9]\d{0,17}(\.\d{0,17}[1-9])?$/;
/** A decimal from 0 to 1, such as 0.6. */
export const share = matching(AT_MOST_ONE, 'expected a decimal from 0 to 1 as text, such as "0.6"');
const deviationFactor = matching(AT_LEAST_ONE, 'expected a decimal of at least 1 as text, such as "1.1"');
/** The smallest and the largest possible value, each over the stated one. */
const bounds = {
  least: matching(
    AT_MOST_ONE,
    'expected the least value over the stated one: a decimal from 0 to 1 as text, such as "0.9"',
  ),
  most: matching(
    AT_LEAST_ONE,
    'expected the largest value over the stated one: a decimal of at least 1 as text, such as "1.1"',
  ),
};
const limits = {
  lower: matching(
    AT_MOST_ONE,
    'expected the lower limit over the stated value: a decimal from 0 to 1 as text, such as "0.9"',
  ),
  upper: matching(
    AT_LEAST_ONE,
    'expected the upper limit over the stated value: a decimal of at least 1 as text, such as "1.1"',
  ),
};
/** A decimal of any sign, such as -0.3. */
const signed = matching(
  /^-?(0|[1-9]\d{0,17})(\.\d{0,17}[1-9])?$/,
  'expected a decimal as text, such as "0.9"',
);
/** The unit of the parameters of a distribution, which are then amounts. Absent: they are ratios to the value. */
const unit = optional(text(64));

/** A score of data quality: 1 is the best, 5 the worst. */
const score = integer(1, 5);

/** The five indicators of a pedigree matrix. */
const SCORES = {
  reliability: score,
  completeness: score,
  temporal: score,
  geographical: score,
  technological: score,
};

/**
 * What the value of a row is in a distribution. Absent: of a lognormal one the median, which is the geometric mean, as ecoinvent states its values
 * ("The deterministic value … is taken as equal to mu*", the median; support.ecoinvent.org/uncertainties, read in 2026); of a triangular one the mode.
 */
const valueIs = optional(oneOf(['median', 'mean', 'mode']));

/** The distributions of an uncertain value, each with its parameters. Without a unit these are ratios to the value, so no unit changes them. */
const DISTRIBUTIONS = {
  /** The value is the mean. `standardDeviation` is that of the value over the value: 0.05 is 5 %. */
  normal: { standardDeviation: ratio, unit },
  /** Normal, and the value is the mean. `halfWidth` is half the width of the two-sided 95 % interval over the value: 0.05 is ±5 %, as the IPCC states it. */
  interval95: { halfWidth: ratio, unit },
  /** The ends of the two-sided 95 % interval, as the tables of the IPCC state them. The value is the median. */
  limits95: { lower: signed, upper: signed, unit },
  /** `geometricStandardDeviation` is the factor that holds 68 % on both sides of the median. */
  lognormal: { geometricStandardDeviation: deviationFactor, valueIs },
  /** Between `least` and `most`. */
  uniform: { least: signed, most: signed, unit },
  /** The same, and the value is the most likely one, unless `valueIs` says otherwise. */
  triangular: { least: signed, most: signed, unit, valueIs },
  /** Lognormal: scores and a basic variance (of the logarithm) give the variance, as in Weidema and others (2013). */
  pedigree: { ...SCORES, basicVariance: ratio, valueIs },
  /** One of these values, each as likely. */
  empirical: { values: listOf(signed, 2), unit },
  /** Values at equally distant probabilities from 0 to 1: the least one, …, the median, …, the largest one. */
  quantiles: { values: listOf(signed, 2), unit },
};

/** What parameters must be besides where they are ratios to the value. */
const OVER_VALUE: Readonly<Record<string, Members>> = {
  limits95: limits,
  uniform: bounds,
  triangular: bounds,
  empirical: { values: listOf(ratio, 2) },
  quantiles: { values: listOf(ratio, 2) },
};

type Variants<V extends Readonly<Record<string, Members>>> = {
  [word in keyof V & string]: z.ZodObject<
    { distribution: z.ZodLiteral<word> } & ShapeOf<V[word]>,
    z.core.$strict
  >;
}[keyof V & string];

/** One of several objects, which the member `distribution` tells apart. @param overValue what members must be besides where no unit is stated */
function distributionOf<V extends Readonly<Record<string, Members>>>(
  variants: V,
  overValue: Readonly<Record<string, Members>>,
): Member<z.ZodDiscriminatedUnion<[Variants<V>, ...Variants<V>[]], 'distribution'>> {
  const words = Object.keys(variants);
  const over = (word: string): [string, Member][] => Object.entries(overValue[word] ?? {});
  const schemas = words.map((word) =>
    z
      .strictObject({ distribution: z.literal(word), ...shapeOf(variants[word]!) })
      .superRefine((own: Readonly<Record<string, unknown>>, context) => {
        if (own['unit'] !== undefined) return;
        for (const [name, { schema }] of over(word))
          for (const issue of schema.safeParse(own[name]).error?.issues ?? [])
            context.addIssue({ ...issue, path: [name, ...issue.path] });
      }),
  );
  const tests = new Map<unknown, ReturnType<typeof testsOf>>(
    words.map((word) => [word, testsOf(variants[word]!)]),
  );
  const error = `expected one of ${words.join(', ')} in the member distribution`;
  return {
    schema: z.discriminatedUnion('distribution', schemas as never, { error }),
    holds: (value) => {
      if (!isObject(value)) return false;
      const word = value['distribution'];
      const known = tests.get(word);
      if (known === undefined || !holdsExactly(value, known, 1)) return false;
      return (
        value['unit'] !== undefined || over(word as string).every(([name, { holds }]) => holds(value[name]))
      );
    },
  };
}

/** Members that every row can have, a document too. No figure depends on them. */
export const EVERYWHERE = {
  /** What a reader calls the row. */
  title: optional(phrase),
  source: optional(rowSource),
  /** Whatever the owner of the row keeps with it. Nothing reads it. */
  custom: optional(anyObject()),
};

/** The rows with which an uncertain row moves: of one meter, one laboratory, one source; the name is theirs alone in a run. */
const coefficient = matching(
  /^(1|0\.\d{0,17}[1-9])$/,
  'expected a correlation above 0 and at most 1 as text, such as "0.4"',
);
const opposite = optional(oneOf(['yes']));
const correlation = objectOf({
  group: name,
  /** The correlation of any two rows of the group. Absent: 1, they move together wholly. */
  coefficient: optional(coefficient),
  /** Whether the row is too low where the others of the group are too high. */
  opposite,
  /** Further groups of the row, such as a pair of meters each. All of its coefficients are at most 1 together. */
  also: optional(listOf(objectOf({ group: name, coefficient, opposite }))),
});

/** Members that every row with a value can have. */
export const COMMON = {
  /** How far the true value can be from the stated one. */
  uncertainty: optional(distributionOf(DISTRIBUTIONS, OVER_VALUE)),
  correlation: optional(correlation),
  /** Scores of data quality, without a distribution. */
  quality: optional(objectOf(SCORES)),
  origin: optional(origin),
  /** The organisation whose row it is. */
  entity: optional(identifier),
  ...EVERYWHERE,
};
