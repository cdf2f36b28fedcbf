import { listScorecards } from '#lib/scorecards/find-scorecard.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ scorecards: await listScorecards() });
