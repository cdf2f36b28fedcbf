import type { Transport } from '@sveltejs/kit';
import { Article, encodeArticle } from '#lib/verdicts/page/article.ts';
import { decodeThread, encodeThread, ThreadData } from '#lib/discussion/page/thread-data.ts';

// The conditions keep the encoders out of the browser's JavaScript.
export const transport: Transport = {
  Article: {
    encode: (value: unknown) => import.meta.env.SSR && value instanceof Article && encodeArticle(value),
    decode: (article: unknown) => article,
  },
  ThreadData: {
    encode: (value: unknown) => import.meta.env.SSR && value instanceof ThreadData && encodeThread(value),
    decode: decodeThread,
  },
};
