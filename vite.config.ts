import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * Live updates while developing: hands Vite's own http server to `lib/live`, which finds it in the same place where
 * the production entry puts its server.
 */
function liveInDev(): Plugin {
  const hand = (server: { httpServer: unknown }) => {
    (globalThis as { [key: symbol]: unknown })[Symbol.for('copecheck.http')] = server.httpServer;
  };
  return { name: 'live-in-dev', configureServer: hand, configurePreviewServer: hand };
}

/**
 * Small parts that several pages share travel in one file, SvelteKit's and Svelte's own as well: by themselves each
 * costs a request and its headers. Only those that a verdict's page needs anyway; what forms or moderators share stays
 * out of every reader's way.
 */
const shared = {
  name: 'shared',
  test: new RegExp(
    [
      '/src/lib/(api-client|(discussion|live|verdicts|votes)/|ui/(?!Dialog|Field|Form|Pager|sending))',
      '/@sveltejs/kit/src/runtime/app/(navigation|state/)',
      '/svelte/src/reactivity/',
    ].join('|'),
  ),
  minShareCount: 2,
};

export default defineConfig({
  plugins: [liveInDev(), sveltekit()],
  environments: {
    client: { build: { rolldownOptions: { output: { codeSplitting: { groups: [shared] } } } } },
  },
});
