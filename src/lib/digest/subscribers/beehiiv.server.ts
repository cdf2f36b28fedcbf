import { settings } from '#lib/env.server.ts';

/** Milliseconds that beehiiv may take to answer. */
const PATIENCE = 10_000;

/** Whether issues are sent by beehiiv, and not from here. */
export function issuesGoElsewhere(): boolean {
  return settings().BEEHIIV_API_KEY !== undefined;
}

/**
 * Creates a subscriber at beehiiv, or brings one back who left there: the person has just confirmed. Creating the same
 * one again changes nothing. @throws Error saying why it has to be tried again
 */
export async function createAtBeehiiv(email: string, patience = PATIENCE): Promise<void> {
  const { BEEHIIV_API_KEY, BEEHIIV_PUBLICATION, BEEHIIV_API_URL = 'https://api.beehiiv.com' } = settings();
  const address = new URL(`/v2/publications/${BEEHIIV_PUBLICATION}/subscriptions`, BEEHIIV_API_URL);
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${BEEHIIV_API_KEY}`, 'content-type': 'application/json' },
    // They have confirmed here; a welcome from there would be the second mail about it.
    body: JSON.stringify({ email, reactivate_existing: true, send_welcome_email: false }),
    // The key goes to no other host.
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  // Not its text: that may repeat the address.
  await response.body?.cancel();
  if (!response.ok) throw new Error(`beehiiv answered ${response.status}`);
}
