// npm run copecheck -- …
// The program is imported last, because a command may render emails, which needs Svelte's components.
import './svelte-components.ts';

await import('./program.ts');
