import { markdownHelp } from '#lib/discussion/reading/markdown-help.server.ts';

export const load = () => markdownHelp();
