import { json } from '@sveltejs/kit';
import { settings } from '#lib/env.server.ts';
import { openApi } from '../openapi.ts';

let made: object | undefined;

export const GET = () =>
  json((made ??= openApi(settings().ORIGIN)), { headers: { 'cache-control': 'public, max-age=300' } });
