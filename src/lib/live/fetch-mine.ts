import type { SiteMine } from './events.ts';

/** What the script in app.html has requested while the page was parsed. */
interface EarlyMine {
  url: string;
  response: Promise<Response>;
}

/** The reader's own state at `address`; null: nobody is signed in. */
export async function fetchMine(address: string): Promise<SiteMine | null | 'nothing new'> {
  const response = await (takeEarly(address) ?? fetch(address)).catch(() => null);
  if (response?.status === 401) return null;
  if (!response?.ok) return 'nothing new';
  return (await response.json().catch(() => 'nothing new')) as SiteMine | 'nothing new';
}

/** Once: later requests need the state of then. */
function takeEarly(address: string): Promise<Response> | undefined {
  const page = window as { copecheckMine?: EarlyMine | undefined };
  const early = page.copecheckMine;
  if (early?.url !== address) return undefined;
  delete page.copecheckMine;
  return early.response;
}
