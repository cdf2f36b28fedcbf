// The page /components of the development server: every component in its states. Not a route of the site, because each
// route is listed in the JavaScript that every reader loads.
import { readFile } from 'node:fs/promises';
import type { ViteDevServer } from 'vite';

const PAGE = '/components';
const FOLDERS = ['tests/components', 'tests/support'];

/** Folders outside of `src` that the browser may load from, for Vite's `server.fs.allow`. */
export const componentFolders = FOLDERS;

/** Answers /components. Added before SvelteKit, which has no such route. */
export function serveComponents(vite: ViteDevServer): void {
  vite.middlewares.use((request, response, next) => {
    if (request.url?.split('?')[0] !== PAGE) return next();
    void readFile('tests/components/index.html', 'utf8')
      .then((html) => vite.transformIndexHtml(PAGE, html))
      .then((html) => response.setHeader('content-type', 'text/html').end(html), next);
  });
}
