// npm run copecheck -- …: the operator's command line.
import { runOnNode, setUp } from './setup.mjs';

await setUp();
process.exitCode = await runOnNode(['src/cli/main.ts', ...process.argv.slice(2)]);
