// npm run dev: the same site with hot reload.
import { runOnNode, setUp } from './setup.mjs';

await setUp();
process.exitCode = await runOnNode(['node_modules/vite/bin/vite.js', 'dev', ...process.argv.slice(2)]);
