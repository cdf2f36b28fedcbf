// npm start: from a bare clone to a running site.
import { build, runOnNode, setUp } from './setup.mjs';

await setUp();
await build();
process.exitCode = await runOnNode(['src/entry.ts'], { ...process.env, NODE_ENV: 'production' });
