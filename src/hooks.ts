import type { Transport } from '@sveltejs/kit';
import { decodeThread, encodeThread, ThreadData } from '#lib/discussion/page/thread-data.ts';

export const transport: Transport = {
  ThreadData: {
    // The condition keeps the encoder out of the browser's JavaScript.
    encode: (value: unknown) => import.meta.env.SSR && value instanceof ThreadData && encodeThread(value),
    decode: decodeThread,
  },
};
