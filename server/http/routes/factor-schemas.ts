import * as z from 'zod';
import { hashSchema, subjectSchema, timeSchema, uintSchema } from '../../../core/encoding/schema.ts';
import { jsonObjectSchema } from '../../../core/records/entry.ts';
import { MOST_GRANTED } from '../../../db/factors/factor-search.ts';
import { MATCHES } from '../../../engine/search/factor-query.ts';

/** The most factors on a page. */
export const PAGE = 50;

const filter = (description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, examples: [example] });

/** The filters of a search for factors, in a query. */
export const factorFilters = {
  q: filter(
    'Words that a factor must have in its subject, title, key or source: at most 24. Case, width and English plurals do not matter. Of Chinese and Japanese, which have no blanks, every two neighbouring characters are a word.',
    'natural gas',
  ),
  place: filter(
    'Factors of this place, of its country, and of any place: a code of ISO 3166-1 or 3166-2.',
    'GB',
  ),
  year: filter('Factors that hold in some part of this year, or at any time.', '2023'),
  period: filter(
    'The same for a period, instead of the year: `2023-Q2`, `2023-05` or `2023-04-01/2024-04-01`, whose end is the first day after it.',
    '2023-05',
  ),
  type: filter('Factors of this row type.', 'emission-factor'),
  gas: filter('Factors that weigh this gas, alone or in a sum; CO2e for sums.', 'CH4'),
  unit: filter('Factors whose unit converts to this one, or that are per something that does.', 'kg/kW.h'),
  basis: filter('Factors with this basis.', 'combustion'),
  source: filter('Words that the title of the source must have.', 'IPCC 2006'),
};

const factorSourceSchema = z.strictObject({
  title: z.string(),
  url: z.string().nullable(),
  licence: z.string().nullable(),
  published: z.string().nullable(),
});

const starterSchema = z.strictObject({
  file: z.string().meta({ description: 'The file in the folder `data` of the project.' }),
  line: uintSchema(1),
  isSecondary: z.boolean().meta({ description: 'Whether only a secondary source was at hand.' }),
});

const factorRecordSchema = z.strictObject({
  id: hashSchema,
  party: hashSchema,
  identifier: z.string().nullable().meta({ description: 'The first identifier of the party.' }),
  subject: subjectSchema,
  title: z.string().nullable(),
  public: z.boolean().meta({ description: 'Whether anyone may read the entries.' }),
  newest: hashSchema
    .nullable()
    .meta({ description: 'The newest version in the stream; null if this is it.' }),
  withdrawnBy: hashSchema.nullable(),
});

const factorSchema = z
  .strictObject({
    key: z.string(),
    type: z.string().meta({ description: 'The row type (docs/datasets.md).' }),
    value: z.string(),
    unit: z.string(),
    from: timeSchema,
    until: timeSchema.meta({ description: '0 where the factor holds at any time.' }),
    title: z.string().nullable(),
    detail: jsonObjectSchema.meta({ description: 'The members that tell it from others, and its year.' }),
    source: factorSourceSchema.nullable(),
    match: z.enum(MATCHES).meta({
      description:
        'Whether all words are its subject, or in its name, or some only in its source; `any` without words.',
    }),
    starter: starterSchema
      .nullable()
      .meta({ description: 'Where it is in the starter data, if it is there.' }),
    record: factorRecordSchema
      .nullable()
      .meta({ description: 'The record that holds it, unless it is starter data.' }),
  })
  .meta({ id: 'Factor', description: 'A factor that a search found.' });

/** A page of factors. */
export const factorSearchSchema = z
  .strictObject({
    items: z.array(factorSchema),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null on the last page.' }),
    searched: z
      .strictObject({
        words: z.array(z.string()),
        places: z.array(z.string()).nullable().meta({
          description:
            'The places whose factors are found, the narrowest first; an empty text for factors of any place. Null where no place is asked for.',
        }),
        starterRows: uintSchema(),
        unread: uintSchema().meta({
          description: 'Datasets that the search does not know yet; 1,000 also if there are more.',
        }),
        grantsLeftOut: z.boolean().meta({
          description: `Whether the reader has grants for more than ${MOST_GRANTED} datasets: then those granted first are not searched.`,
        }),
      })
      .meta({ description: 'What was searched, and for what.' }),
    unknown: z.array(z.strictObject({ word: z.string(), near: z.string().nullable() })).meta({
      description:
        'If nothing was found: words that no factor has, and the nearest word of the starter data.',
    }),
  })
  .meta({ id: 'FactorSearch', description: 'A page of factors.' });
