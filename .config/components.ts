// /components on the development server shows every component in its states. It is not a route, because the JavaScript
// that every reader loads lists all routes.
import { readFile } from 'node:fs/promises';
import type { ViteDevServer } from 'vite';

const PAGE = '/components';
const FOLDERS = ['tests/components', 'tests/support'];

/** Folders outside `src` that the browser may load from, for Vite's `server.fs.allow`. */
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
