import { findTitles } from '#lib/discussion/link-titles/find-titles.server.ts';
import { titlesQuery } from '#lib/discussion/link-titles/titles-input.ts';
import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ url }) => findTitles(queryOf(url, titlesQuery)));
