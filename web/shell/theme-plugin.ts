import type { Plugin } from 'vite';

/** Style sheets that are computed when the portal is built, by their names in imports. */
const SHEETS: Readonly<Record<string, () => Promise<string>>> = {
  'virtual:theme.css': async () => (await import('./theme-css.ts')).writeThemeCss(),
  'virtual:pictures.css': async () => (await import('./pictures-css.ts')).writePicturesCss(),
};

/** Supplies the style sheets of the theme and of pictures. */
export function supplyTheme(): Plugin {
  return {
    name: 'theme',
    resolveId: (id) => (Object.hasOwn(SHEETS, id) ? `\0${id}` : undefined),
    load: (id) => SHEETS[id.replace('\0', '')]?.(),
  };
}
