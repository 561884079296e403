import type { Picture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { drawFlows } from './draw-flows.ts';
import { drawRows } from './draw-rows.ts';
import { drawTime } from './draw-time.ts';
import type { Drawing } from './shape.ts';

/** Draws a picture as wide as `width` pixels. Decimals become pixels here, and are exact before. */
export function drawPicture(picture: Picture, width: number, language: PictureLanguage): Drawing {
  switch (picture.form) {
    case 'rows':
      return drawRows(picture, width, language);
    case 'time':
      return drawTime(picture, width, language);
    case 'flows':
      return drawFlows(picture, width, language);
  }
}
