import type { SiteMine } from './events.ts';

/** What the script in app.html has requested while the page was parsed. */
interface EarlyMine {
  url: string;
  response: Promise<Response>;
}

/** The reader's own state at `address`; null: nobody is signed in; 'refused': asking again is of no use. */
export async function fetchMine(address: string): Promise<SiteMine | null | 'refused' | 'no answer'> {
  const response = await (takeEarly(address) ?? fetch(address)).catch(() => null);
  if (!response || response.status === 429 || response.status >= 500) return 'no answer';
  if (response.status === 401) return null;
  if (!response.ok) return 'refused';
  return (await response.json().catch(() => 'no answer')) as SiteMine | 'no answer';
}

/** Once: later requests need the state of then. */
function takeEarly(address: string): Promise<Response> | undefined {
  const page = window as { copecheckMine?: EarlyMine | undefined };
  const early = page.copecheckMine;
  delete page.copecheckMine;
  return early?.url === address ? early.response : undefined;
}
