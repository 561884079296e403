import * as z from 'zod';
import { BOUNDARIES, PANORAMA_ACCOUNTS } from '../../rows/types/published.ts';
import { commonParameters } from '../parameters.ts';

const pattern = z
  .string()
  .min(1)
  .max(512)
  .describe(
    'The key of a figure. A name in braces is any one segment of it, such as {year}. {about} is what the line is about, and the others are other segments than that.',
  );
const patterns = z.array(pattern).min(1);
/** One segment of a key, in which a name in braces takes the segment of the figure that it is bound to. */
const segment = z
  .string()
  .regex(/^[A-Za-z0-9._:@+%(){}-]{1,64}$/, 'expected one segment of a key, of at most 64 characters');

const line = z.strictObject({
  account: z.enum(PANORAMA_ACCOUNTS).describe('The account to which the line belongs.'),
  line: segment.describe(
    'The name of the line. A name in braces makes a line of each segment that it is bound to, such as {class}.',
  ),
  about: segment
    .default('{about}')
    .describe('The country, region, company or product. Unless stated, the segment {about} of the figures.'),
  by: segment
    .default('ledger')
    .describe('Who says it: lines of one name by several are compared, and none is preferred.'),
  figures: patterns.describe('The figures that the line adds up, by year.'),
  record: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/, 'expected a record id: 0x and 64 hex digits')
    .optional()
    .describe('The result that has the figures. Unless stated, any input.'),
  boundary: z
    .enum(BOUNDARIES)
    .optional()
    .describe('Whose emissions count: those within a territory, or those of its residents.'),
});

const part = z.strictObject({
  part: segment.describe(
    'The name of the part. A name in braces makes a part of each segment, such as {partner}.',
  ),
  plus: z.array(pattern).default([]).describe('The figures that the part adds.'),
  minus: z.array(pattern).default([]).describe('The figures that the part takes off.'),
});

/** A line by its account, its name and who says it. */
const ofLine = z.strictObject({
  account: line.shape.account,
  line: segment,
  by: line.shape.by,
});

const gap = z.strictObject({
  gap: segment.describe('The name of the gap.'),
  from: ofLine.describe('The line that is taken off.'),
  to: ofLine.describe('The line from which it is taken.'),
  parts: z.array(part).min(1).describe('What explains the gap, line by line. What they leave is a part too.'),
  gases: z
    .enum(['alike', 'co2-in-co2e'])
    .default('alike')
    .describe(
      'Whether a line of CO2 can be compared with one in CO2e: a tonne of CO2 is one of CO2e in every set, and the other gases are a part of the gap.',
    ),
});

export const parameters = commonParameters.extend({
  lines: z.array(line).min(1).describe('The lines, each with the figures that it cites.'),
  gaps: z.array(gap).default([]).describe('Gaps between two lines, and what they consist of.'),
  absent: z
    .enum(['refuse', 'list'])
    .default('refuse')
    .describe('What to do where a line has no figure at all: an error, or a warning.'),
});

export type Parameters = z.output<typeof parameters>;
export type AskedLine = Parameters['lines'][number];
export type AskedGap = Parameters['gaps'][number];
