import { findScorecard } from './find-scorecard.server.ts';
import { scorecardTable } from './scorecard-csv.ts';
import { scorecardPath, type ScorecardAddress } from './scorecard.ts';

/** Seconds: with the half minute of `findScorecard`, at most a minute old. */
const MAX_AGE = 30;

/** @throws Refusal `not-found` */
export async function scorecardJson(address: ScorecardAddress, origin: string): Promise<Response> {
  const card = await findScorecard(address);
  return download(JSON.stringify({ url: origin + scorecardPath(card), ...card }), {
    'content-type': 'application/json',
  });
}

/** @throws Refusal `not-found` */
export async function scorecardCsv(address: ScorecardAddress, origin: string): Promise<Response> {
  const card = await findScorecard(address);
  return download(scorecardTable(card, origin), {
    'content-type': 'text/csv; charset=utf-8',
    // Opened in the browser, a page of text would be of no use.
    'content-disposition': `attachment; filename="${card.kind}-${card.slug.slice(0, 100)}.csv"`,
  });
}

function download(text: string, headers: Record<string, string>): Response {
  return new Response(text, {
    headers: {
      ...headers,
      'cache-control': `public, max-age=${MAX_AGE}`,
      'x-content-type-options': 'nosniff',
    },
  });
}
