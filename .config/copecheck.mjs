// npm run copecheck -- …: the operator's command line.
import { hand, setUp } from './setup.mjs';

await setUp();
process.exitCode = await hand(['src/cli/main.ts', ...process.argv.slice(2)]);
