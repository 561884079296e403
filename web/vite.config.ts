import { defineConfig } from 'vite';
import { supplyTheme } from './shell/theme-plugin.ts';

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
    // One style sheet, loaded with the first page: without a network, a part that is loaded later would come without its styles.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1000,
    // What every page needs is one file of libraries and one of our own: fifty small ones take many round trips on a slow network.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 1 },
            { name: 'shell', tags: ['$initial'], test: /\/(?:web\/(?!main\.tsx)|core|client|jobs)\b/ },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080', '/engines': 'http://127.0.0.1:8080' } },
});
