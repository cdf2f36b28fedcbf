// npm run fuzz -- --minutes N [--seed S]: hostile requests to a real site; see tests/fuzz/README.md.
import { build, runOnNode, setUp } from './setup.mjs';

await setUp();
await build();
process.exitCode = await runOnNode(['tests/fuzz/main.ts', ...process.argv.slice(2)]);
