// npm start: from a bare clone to a running site.
import { build, hand, setUp } from './setup.mjs';

await setUp();
await build();
process.exitCode = await hand(['src/entry.ts'], { ...process.env, NODE_ENV: 'production' });
