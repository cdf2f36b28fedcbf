import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin, type ViteDevServer } from 'vite';
import type * as devSite from './.config/dev-site.ts';

/** Opens the site around Vite's server: database, samples, live updates. See .config/dev-site.ts. */
function siteInDev(): Plugin {
  // Imported by Node when needed, not bundled into this file: a build doesn't need the site's code.
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
 * Small modules that several pages share go into one file, including SvelteKit's and Svelte's own: separately, each costs
 * a request. Only modules that a verdict's page needs anyway; what forms or moderators share isn't loaded by readers.
 */
const shared = {
  name: 'shared',
  test: new RegExp(
    [
      '/src/lib/(http/api/api-client|(discussion/(?!thread/folds|deep-links/|extras/|whats-new/|blocked/|mentions/|profile-card/|quote/|options/|stored-drafts/|where-it-stands/|unseen/|passages/)|live/|votes/(?!stepping/))|verdicts/(?!list/|[Dd]raft|line-|[Vv]erdict-state|[Vv]ersion)|ui/(?!avatar/|Dialog|Field|Filter|Form|Pager|keys/|list-|sending|text-page))',
      '/src/routes/ErrorPage',
      '/@sveltejs/kit/src/runtime/app/(navigation|state/)',
      '/svelte/src/internal/flags/',
      'rolldown/runtime',
    ].join('|'),
  ),
  minShareCount: 2,
};

/**
 * What the browser loads at the same time as a file of another page. Of scripts it learns in that file: their names, for
 * all pages, were 0.7 kB of the first load.
 */
const ON_EVERY_PAGE = /\/(shared|0)\.[^/]+$/;
const styleSheets = (_file: string, dependencies: string[]) =>
  dependencies.filter((file) => file.endsWith('.css') && !ON_EVERY_PAGE.test(file));

/**
 * sanitize-html (CommonJS) requires htmlparser2, and we import it. Node fails if both happen at once, as when two pages
 * load at the same time, so our import is bundled, with all that htmlparser2 imports.
 */
const bundled = ['htmlparser2', 'domhandler', 'domutils', 'domelementtype', 'dom-serializer', 'entities'];

/** Edits to packages that drop unused code: by file, pairs of text and replacement. */
const EDITS: Record<string, [string | RegExp, string][]> = {
  // Destructuring keeps every export of `svelte`.
  '@sveltejs/kit/src/runtime/client/client.js': [
    ['const { onMount, tick } = svelte;', 'const onMount = svelte.onMount, tick = svelte.tick;'],
    // Pages are preloaded on a press only (app.html), not on hover or when their links come into view. To look at 300
    // links took 10 ms.
    [/let mousemove_timeout;.*?\}, 20\);\s+\}\);/s, 'let current_priority;'],
    [/const observer = new IntersectionObserver\(.*?\{ threshold: 0 \}\s+\);/s, ''],
    [/function after_navigate\(\) \{\s+observer\.disconnect\(\);.*?\tafter_navigate\(\);/s, ''],
    [/\} else if \(priority <= options\.preload_code\) \{.*?\n\t\t\}/s, '}'],
  ],
  '@sveltejs/kit/src/runtime/client/utils.js': [
    ["if (preload_code === null) preload_code = link_option(el, 'preload-code');", ''],
    ["preload_code: levels[preload_code ?? 'off'],", ''],
  ],
  // Kinds of values that no page's data has: buffers, patterns, dates without time, sparse arrays.
  'devalue/src/parse.js': [
    [/case 'RegExp':.*?break;/s, ''],
    [/case 'Object': \{.*?case 'BigInt':.*?break;/s, ''],
    [/case 'Int8Array':.*?(?=\s+default:)/s, ''],
    [/\} else if \(value\[0\] === SPARSE\).*?(?=\} else \{\s+const array = ops\.createArray)/s, ''],
  ],
  'devalue/src/operations.js': [
    [/const array_buffer_byte_length =.*?SharedArrayBuffer\.prototype, 'byteLength'\)\.get;/s, ''],
    [/\tfromStringValue:.*?(?=\tcreateArray:)/s, ''],
    [/\tcreateSparseArray:.*?(?=\tcreateObject:)/s, ''],
  ],
  // WebTransport is not used.
  'engine.io-client/build/esm/transports/index.js': [
    ['import { WT } from "./webtransport.js";', ''],
    ['webtransport: WT,', ''],
  ],
};

/** Fails the build if an updated package no longer has the text. */
function dropUnusedCode(): Plugin {
  return {
    name: 'drop-unused-code',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    transform(code, id) {
      const edits = Object.entries(EDITS).find(([file]) => id.endsWith(`/node_modules/${file}`))?.[1];
      return edits?.reduce((edited, [from, to]) => {
        if (typeof from === 'string' ? !edited.includes(from) : !from.test(edited))
          this.error(`${id} has changed: look at EDITS in vite.config.ts`);
        return edited.replace(from, to);
      }, code);
    },
  };
}

export default defineConfig({
  plugins: [siteInDev(), dropUnusedCode(), sveltekit()],
  ssr: { noExternal: bundled },
  environments: {
    client: {
      build: {
        modulePreload: { polyfill: false, resolveDependencies: styleSheets },
        rolldownOptions: { output: { codeSplitting: { groups: [shared] } } },
      },
    },
  },
});
