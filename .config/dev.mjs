// npm run dev: the same site with hot reload.
import { hand, setUp } from './setup.mjs';

await setUp();
process.exitCode = await hand(['node_modules/vite/bin/vite.js', 'dev', ...process.argv.slice(2)]);
