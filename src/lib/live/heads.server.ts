import type { Heads } from './start.server.ts';

/**
 * `headsOf` for a crowd: while one query is under way everybody who asks waits for the next, which asks for all of
 * them. After a restart thousands of sockets come back at once, mostly to one verdict. Nobody is answered by a query
 * that began before they asked: a change committed in between would be neither in the answer nor heard.
 */
export function inBatches(headsOf: Heads['headsOf']): Heads['headsOf'] {
  let running = false;
  let waiting: {
    slugs: Set<string>;
    answer: PromiseWithResolvers<Awaited<ReturnType<Heads['headsOf']>>>;
  } | null = null;

  async function run(): Promise<void> {
    running = true;
    while (waiting) {
      const { slugs, answer } = waiting;
      waiting = null;
      await headsOf([...slugs]).then(answer.resolve, answer.reject);
    }
    running = false;
  }

  return (slugs) => {
    waiting ??= { slugs: new Set(), answer: Promise.withResolvers() };
    for (const slug of slugs) waiting.slugs.add(slug);
    const { promise } = waiting.answer;
    if (!running) void run();
    return promise;
  };
}
