import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { compile as Compile } from 'svelte/compiler';

// Without Vite, Node can't import a component. Only templates of mails are imported here, so nothing else of Vite's work
// is missed.
const require = createRequire(import.meta.url);

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.svelte')) return nextLoad(url, context);
    // Required when it is needed: the compiler takes longer to load than most commands take.
    const { compile } = require('svelte/compiler') as { compile: typeof Compile };
    const filename = fileURLToPath(url);
    const { js } = compile(readFileSync(filename, 'utf8'), { filename, generate: 'server' });
    return { format: 'module', source: js.code, shortCircuit: true };
  },
});
