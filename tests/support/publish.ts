import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import type { Site } from './site.ts';
import { verdictText } from './verdict-text.ts';

type PublishingSite = Pick<Site, 'url' | 'sql'>;

const tokens = new WeakMap<PublishingSite, Promise<string>>();

/** An API token of this site, created once. */
export function apiToken(site: PublishingSite): Promise<string> {
  if (!tokens.has(site)) tokens.set(site, createToken(site));
  return tokens.get(site)!;
}

/** As `copecheck token create`, without its process. Sites may share a database, and names of tokens are unique. */
async function createToken({ sql }: PublishingSite): Promise<string> {
  const secret = `cope_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(secret).digest('hex');
  const text = 'INSERT INTO api_tokens (id, name, hash) VALUES (gen_random_uuid(), $1, $2)';
  await sql(text, [`tests-${randomUUID()}`, hash]);
  return secret;
}

/** Publishes a verdict to a running site: a structured one, or a page's text. */
export async function publishTo(site: PublishingSite, page: string | object): Promise<VerdictView> {
  const response = await fetch(`${site.url}/api/v1/verdicts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await apiToken(site)}` },
    body: JSON.stringify(typeof page === 'string' ? { text: page } : page),
  });
  if (response.status !== 201) throw new Error(`publishing returned ${response.status}`);
  return (await response.json()) as VerdictView;
}

/** Publishes a short verdict with this title. @returns its slug */
export async function publishTitled(site: PublishingSite, title: string): Promise<string> {
  return (await publishTo(site, verdictText(title))).slug;
}
