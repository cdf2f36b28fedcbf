// npm run dev: the same site with hot reload.
import { hand, setUp } from './setup.mjs';

await setUp();
process.exitCode = await hand(['.config/dev-server.ts'], { ...process.env, NODE_ENV: 'development' });
