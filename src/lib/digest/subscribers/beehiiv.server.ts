import { settings } from '#lib/env.server.ts';

const PATIENCE = 10_000;

/** Whether beehiiv sends the issues. */
export function issuesGoElsewhere(): boolean {
  return settings().BEEHIIV_API_KEY !== undefined;
}

/** Creates or reactivates a subscriber at beehiiv. Idempotent. @throws Error with the reason to retry */
export async function createAtBeehiiv(email: string, patience = PATIENCE): Promise<void> {
  const { BEEHIIV_API_KEY, BEEHIIV_PUBLICATION, BEEHIIV_API_URL = 'https://api.beehiiv.com' } = settings();
  const address = new URL(`/v2/publications/${BEEHIIV_PUBLICATION}/subscriptions`, BEEHIIV_API_URL);
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${BEEHIIV_API_KEY}`, 'content-type': 'application/json' },
    // They have confirmed here, so a welcome mail would be the second one.
    body: JSON.stringify({ email, reactivate_existing: true, send_welcome_email: false }),
    // A redirect must not send the key to another host.
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  // Without the response's text, which may repeat the address.
  await response.body?.cancel();
  if (!response.ok) throw new Error(`beehiiv answered ${response.status}`);
}
