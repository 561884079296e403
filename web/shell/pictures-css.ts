import { writePageStyle } from '../../pictures/drawing/style.ts';

/** Returns the style of pictures as a style sheet, with the colours that a reader chose. */
export function writePicturesCss(): string {
  return writePageStyle(":root[data-mantine-color-scheme='dark']");
}
