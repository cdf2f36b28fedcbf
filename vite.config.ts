import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin, type ViteDevServer } from 'vite';
import type * as devSite from './.config/dev-site.ts';

/** Opens the site around Vite's own server: its database, its samples, live updates. See .config/dev-site.ts. */
function siteInDev(): Plugin {
  // Imported when it is needed and by Node itself, not bundled into this file: a build has no use for the site's code.
  const here = new URL('./.config/dev-site.ts', import.meta.url).href;
  const site = () => import(here) as Promise<typeof devSite>;
  let server: ViteDevServer | undefined;
  return {
    name: 'site-in-dev',
    apply: (_config, { command, isPreview }) => command === 'serve' && !isPreview,
    config: async ({ server = {} }) => ({ server: (await site()).serverOptions(server) }),
    configureServer: async (vite) => (await site()).openSite((server = vite)),
    closeBundle: async () => (await site()).closeSite(server),
  };
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
      '/src/lib/(http/api/api-client|(discussion|live|votes)/|verdicts/(?![Dd]raft|line-|[Vv]ersion)|ui/(?!Dialog|Field|Form|Pager|sending))',
      '/src/routes/ErrorPage',
      '/@sveltejs/kit/src/runtime/app/(navigation|state/)',
      '/svelte/src/(reactivity|internal/flags)/',
      'rolldown/runtime',
    ].join('|'),
  ),
  minShareCount: 2,
};

/**
 * sanitize-html, a CommonJS package, requires htmlparser2, and so do we by import. Node fails where both happen at once,
 * as when two pages load at the same moment, so our own use is bundled, with all that htmlparser2 imports.
 */
const bundled = ['htmlparser2', 'domhandler', 'domutils', 'domelementtype', 'dom-serializer', 'entities'];

/** Edits to packages that let the bundler drop code that no page runs: by file, pairs of what is there and what replaces it. */
const EDITS: Record<string, [string, string][]> = {
  // Taken apart as an object, `svelte` ships whole, with every export that nothing uses.
  '@sveltejs/kit/src/runtime/client/client.js': [
    ['const { onMount, tick } = svelte;', 'const onMount = svelte.onMount, tick = svelte.tick;'],
  ],
  // Neither our server nor our client ever chooses WebTransport.
  'engine.io-client/build/esm/transports/index.js': [
    ['import { WT } from "./webtransport.js";', ''],
    ['webtransport: WT,', ''],
  ],
};

/** Applies `EDITS` to the client's build, and fails it where an updated package no longer has the text. */
function dropUnusedCode(): Plugin {
  return {
    name: 'drop-unused-code',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    transform(code, id) {
      const edits = Object.entries(EDITS).find(([file]) => id.endsWith(`/node_modules/${file}`))?.[1];
      return edits?.reduce((edited, [from, to]) => {
        if (!edited.includes(from)) this.error(`${id} has changed: look at EDITS in vite.config.ts`);
        return edited.replace(from, to);
      }, code);
    },
  };
}

export default defineConfig({
  plugins: [siteInDev(), dropUnusedCode(), sveltekit()],
  ssr: { noExternal: bundled },
  environments: {
    client: { build: { rolldownOptions: { output: { codeSplitting: { groups: [shared] } } } } },
  },
});
