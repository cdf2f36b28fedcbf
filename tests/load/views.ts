// What a browser requests for one view of the verdict's page.
import { Connection, type HttpRequest, type HttpResponse } from './http.ts';
import type { BenchSite, Server } from './servers.ts';

/** What browsers accept over TLS. */
const BROWSER = 'gzip, deflate, br, zstd';

/** The session with what the page's scripts and signing in add to it. */
export function browserCookies(session: string, username: string): string {
  return `${session}; scripts=on; viewer=reader.${username}`;
}

/**
 * The page; signed in, then the reader's own state, if the page is for everyone. An older checkout's page holds that state
 * itself.
 */
export async function viewOf(
  { url, slug }: BenchSite,
  cookie: string | null,
  encoding = BROWSER,
): Promise<HttpRequest[]> {
  const headers = { 'accept-encoding': encoding, ...(cookie === null ? {} : { cookie }) };
  const page = { path: `/v/${slug}`, headers: { ...headers, accept: 'text/html' } };
  if (cookie === null) return [page];
  const plain = { ...page, headers: { ...page.headers, 'accept-encoding': 'identity' } };
  const [{ body }] = (await answersOf(url, [plain])) as [HttpResponse];
  const mine = addressOfMine(body.toString());
  return mine ? [page, { path: mine, headers }] : [page];
}

/** As the script in app.html finds it; null on a page rendered for its reader. */
function addressOfMine(html: string): string | null {
  const named = /<meta name="copecheck-mine" content="([^"]+)"/.exec(html)?.[1];
  if (named) return named.replaceAll('&amp;', '&');
  return /<html[^>]* data-shared/.test(html) ? '/api/v1/mine' : null;
}

export async function answersOf(url: string, requests: HttpRequest[]): Promise<HttpResponse[]> {
  const connection = await Connection.open(url);
  const answers: HttpResponse[] = [];
  for (const request of requests) {
    const answer = await connection.request(request);
    if (answer.status !== 200) throw new Error(`${request.path} returned ${answer.status}`);
    answers.push(answer);
  }
  connection.close();
  return answers;
}

/** Gives the bare server the site's responses. @returns the bytes of each as sent, with its headers */
export async function copyView(from: Server, to: Server, requests: HttpRequest[]): Promise<number[]> {
  // The first reader after a change may have it before it is compressed for the cache.
  await answersOf(from.url, requests);
  const answers = await answersOf(from.url, requests);
  for (const [i, { head, body }] of answers.entries()) {
    const type = /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'text/html';
    await fetch(`${to.url}/bytes?at=${encodeURIComponent(requests[i]!.path)}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(body),
    });
  }
  return answers.map(({ bytes }) => bytes);
}
