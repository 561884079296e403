import type { Picture } from '../../pictures/kinds/picture.ts';
import type { PictureLanguage } from '../../pictures/words/language.ts';
import type { Language } from '../words/language.ts';

/** How a face writes names and values in a language: as its pictures do. */
export interface Writing extends Pick<
  PictureLanguage,
  'figure' | 'rowType' | 'outside' | 'decimal' | 'count' | 'unit' | 'period'
> {
  readonly language: Language;
  /** Says what a picture shows. */
  readonly title: (picture: Picture) => string;
}
