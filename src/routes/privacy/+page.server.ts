import { issuesGoElsewhere } from '#lib/digest/subscribers/beehiiv.server.ts';
import { RETENTION } from '#lib/privacy/retention/retention.server.ts';
import type { PageServerLoad } from './$types';

/** A page to read: it needs no script. */
export const csr = false;

export const load: PageServerLoad = () => ({
  kept: RETENTION.map(({ what, howLong, why }) => ({ what, howLong, why })),
  beehiiv: issuesGoElsewhere(),
});
