import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ out: 'build', precompress: true }),
    csp: {
      // Hashes, because anonymous pages are cached as bytes, and a nonce must not be served twice.
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:'],
        'connect-src': ['self'],
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
