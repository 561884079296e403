import type { Picture } from '../../pictures/kinds/picture.ts';
import type { PictureLanguage } from '../../pictures/words/language.ts';
import type { Language } from '../words/language.ts';

/** How a face writes names and values in a language: as its pictures do. */
export interface Writing extends Pick<
  PictureLanguage,
  'figure' | 'rowType' | 'outside' | 'decimal' | 'count' | 'unit' | 'period'
> {
  readonly language: Language;
  /** Says what was found, in a language in which its program does not; null: as the program says it. The message is that of the program. */
  readonly finding: (code: string, message: string) => string | null;
  /** Says what a run lacks, which its engine names in English. */
  readonly lacking: (what: string) => string;
  /** Says why a candidate may be taken: as it was recorded, or in the language of the reader where the program wrote it. */
  readonly reason: (recorded: string) => string;
  /** Says what a picture shows. */
  readonly title: (picture: Picture) => string;
}
