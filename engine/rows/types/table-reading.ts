import { name, phrase, ratio, sha256, size, year } from './common.ts';
import { integer, listOf, objectOf, optional, text } from './member.ts';
import { document } from './row-type.ts';

/** The largest difference between two outputs of a sector, over the larger one or the mean output. */
const difference = objectOf({ sector: text(), ratio: text(32) });

/**
 * How a publisher's table became the documents of its dataset: from which files, under which names, how far it balances, and what it lacks
 * against the version before it. Nothing is computed from it.
 */
export const tableReading = document(
  'table-reading',
  {
    /** The publisher's layout, such as `exiobase`. */
    format: name,
    year,
    /** The files that were read, those of an archive with their path in it. */
    files: listOf(objectOf({ path: text(), size, sha256 })),
    /** Names that the documents spell in another way than the publisher. */
    names: listOf(objectOf({ name: text(256), original: text() }), 0),
    /** How many values below zero each matrix has. */
    negatives: objectOf({
      Z: optional(integer(0)),
      Y: optional(integer(0)),
      F: optional(integer(0)),
      F_Y: optional(integer(0)),
    }),
    /** The largest accepted difference of output. */
    tolerance: ratio,
    /** Output by rows against the output that the table states. */
    rowBalance: optional(difference),
    /** Output by columns, with value added, against that by rows. */
    columnBalance: optional(difference),
    /** The part of all output that was compared with an output or a value added that the table states. */
    judged: optional(ratio),
    /** What is worth a look: sectors that do not balance, or regions that look as if they were swapped, each with its size. */
    findings: optional(listOf(text())),
    /** What no matrix has: a discrepancy without a region, with the sum of its absolute values, or files that are not read. */
    leftOut: listOf(objectOf({ name: phrase, sum: optional(text(32)) }), 0),
    /** The version before it: its record id, or the SHA-256 of its dataset file. */
    previous: optional(text(66)),
    /** Accounts that the version before it had, and this one lacks, as somebody accepted. */
    accepted: listOf(text(), 0),
  },
  {
    words: { en: 'readings of tables', 'zh-CN': '表格读取说明' },
    found: null,
    subject: 'format',
    period: 'optional',
  },
);
