import type { ENGLISH_PICTURES } from './english.ts';

/** How pictures are put into words: the texts of a language, and how names and values are written in it. Times are unix seconds. */
export interface PictureLanguage {
  readonly texts: typeof ENGLISH_PICTURES;
  /** Names a figure by its key and its method. */
  readonly figure: (key: string, method: string | null) => string;
  /** Says what rows of a type are called together. */
  readonly rowType: (type: string) => string;
  /** Shows a text of the data, such as the name of a region or a gas. */
  readonly outside: (text: string) => string;
  /** Names a country by its ISO 3166 code; another region as the data call it. */
  readonly place: (code: string) => string;
  /** Writes a decimal beside a mark. */
  readonly short: (value: string) => string;
  /** Writes a decimal in a table, with all of its digits. */
  readonly decimal: (value: string) => string;
  /** Writes how many there are. */
  readonly count: (count: number) => string;
  /** Writes a share, 0 to 1. */
  readonly percent: (share: number) => string;
  /** Writes a unit. */
  readonly unit: (unit: string) => string;
  /** Writes a period: the end is exclusive. */
  readonly period: (from: number, until: number) => string;
  /** Writes the beginning of a year or month below an axis; the first one, and January, may have their year. */
  readonly moment: (from: number, isFirst: boolean, isYear: boolean) => string;
}
