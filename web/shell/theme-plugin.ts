import type { Plugin } from 'vite';

const THEME = 'virtual:theme.css';

/** Supplies the style sheet of the theme, computed when the portal is built. */
export function supplyTheme(): Plugin {
  return {
    name: 'theme',
    resolveId: (id) => (id === THEME ? `\0${THEME}` : undefined),
    async load(id) {
      if (id !== `\0${THEME}`) return undefined;
      const { writeThemeCss } = await import('./theme-css.ts');
      return writeThemeCss();
    },
  };
}
