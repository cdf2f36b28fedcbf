// What we use of it. @types/compression would bring Express's types.
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { BrotliOptions } from 'node:zlib';

  type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
  type Filter = (request: Asked, response: ServerResponse) => boolean;

  interface Options {
    threshold: number;
    level: number;
    brotli: BrotliOptions;
    filter: Filter;
  }

  const compression: {
    (options: Options): (request: Asked, response: ServerResponse, next: () => void) => void;
    /** Whether the response has a type that gets smaller. */
    filter: Filter;
  };
  export default compression;
}
