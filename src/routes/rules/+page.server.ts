import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { listRules } from '#lib/site-rules/list-rules.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => listRules().catch(orErrorPage);
