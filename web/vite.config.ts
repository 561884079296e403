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
    chunkSizeWarningLimit: 1000,
  },
  worker: { format: 'es' },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080', '/engines': 'http://127.0.0.1:8080' } },
});
