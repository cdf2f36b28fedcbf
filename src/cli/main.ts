// npm run copecheck -- …
// The program is imported when Svelte's components can be: a command may render mails.
import './svelte-components.ts';

await import('./program.ts');
