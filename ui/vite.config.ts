import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  resolve: {
    alias: { $lib: at('src/lib'), $routes: at('src/routes'), $messages: at('../crates/app/messages') },
    // Vitest runs on Node.js; without this Svelte would resolve to its server build there.
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  server: { port: 5173, strictPort: true, host: '127.0.0.1', fs: { allow: [at('.'), at('../crates/app/messages')] } },
  // Nothing is inlined as data:, because the content security policy allows 'self' only.
  build: { target: 'es2022', outDir: 'dist', assetsInlineLimit: 0, sourcemap: false, rolldownOptions: { input: { main: at('index.html'), sheet: at('sheet.html') } } },
  test: { environment: 'jsdom', setupFiles: ['src/test/setup.ts'], include: ['src/**/*.test.ts'], restoreMocks: true, testTimeout: 60_000 },
});
