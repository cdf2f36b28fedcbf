import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { unreadOn } from '#lib/notices/mark-read.server.ts';
import { unreadQuery } from '#lib/notices/notice-input.ts';

export const GET = endpoint(({ url }, { actor }) => unreadOn(queryOf(url, unreadQuery).verdict, actor));
