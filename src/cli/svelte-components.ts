import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { compile as Compile } from 'svelte/compiler';

// Lets Node import components without Vite. The command line imports only email templates, which need nothing else of Vite.
const require = createRequire(import.meta.url);

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.svelte')) return nextLoad(url, context);
    // Loaded on first use: loading the compiler takes longer than most commands.
    const { compile } = require('svelte/compiler') as { compile: typeof Compile };
    const filename = fileURLToPath(url);
    const { js } = compile(readFileSync(filename, 'utf8'), { filename, generate: 'server' });
    return { format: 'module', source: js.code, shortCircuit: true };
  },
});
