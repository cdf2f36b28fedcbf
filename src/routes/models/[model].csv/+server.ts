import { endpoint } from '#lib/http/api/api.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { scorecardCsv } from '#lib/scorecards/download-scorecard.server.ts';
import { modelParams } from '#lib/scorecards/scorecard-input.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (event) => {
  const { model: slug } = checkedParams(modelParams, event.params);
  return scorecardCsv({ kind: 'model', slug }, event.url.origin);
});
