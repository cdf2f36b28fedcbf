import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-node';

const page = readFileSync(new URL('./src/app.html', import.meta.url), 'utf8');
const [, headScript = ''] = /<script>(.*?)<\/script>/s.exec(page) ?? [];
/** @type {`sha256-${string}`} */
const headScriptHash = `sha256-${createHash('sha256').update(headScript).digest('base64')}`;

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ out: 'build', precompress: true }),
    csp: {
      // Hashes, because anonymous pages are cached as bytes, and a nonce must not be served twice.
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', headScriptHash],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:'],
        'connect-src': ['self'],
        'worker-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'frame-ancestors': ['none'],
        'form-action': ['self'],
      },
    },
    // The hooks check the origin of every write. SvelteKit's own check covers only forms, and responds before the hooks.
    csrf: { trustedOrigins: ['*'] },
    output: { preloadStrategy: 'modulepreload' },
  },
};
