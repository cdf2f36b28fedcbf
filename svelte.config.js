import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ out: 'build', precompress: true }),
    csp: {
      // Hashes, not nonces: the pages of strangers are kept as bytes, and a nonce that is served twice is none.
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
    // The hooks check the origin of every write. SvelteKit's own check is of forms only and answers before them, as text.
    csrf: { trustedOrigins: ['*'] },
    output: { preloadStrategy: 'modulepreload' },
  },
};
