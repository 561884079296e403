import { defineConfig, type Plugin } from 'vite';

const THEME = 'virtual:theme.css';

/** Supplies the style sheet of the theme, computed when the portal is built. */
function supplyTheme(): Plugin {
  return {
    name: 'theme',
    resolveId: (id) => (id === THEME ? `\0${THEME}` : undefined),
    async load(id) {
      if (id !== `\0${THEME}`) return undefined;
      const { writeThemeCss } = await import('./shell/theme-css.ts');
      return writeThemeCss();
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [supplyTheme()],
  build: {
    outDir: '../dist/portal',
    emptyOutDir: true,
    target: 'es2024',
    // Data URLs would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  worker: { format: 'es' },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080', '/engines': 'http://127.0.0.1:8080' } },
});
