// npm run bench [NAME…] -- [--full …]: measurements against bare limits; see tests/load/README.md. Never part of npm test.
import { build, runOnNode, setUp } from './setup.mjs';

await setUp();
await build();
process.exitCode = await runOnNode(['tests/load/main.ts', ...process.argv.slice(2)]);
