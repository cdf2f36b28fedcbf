import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CommentFactors } from './factorize.ts';
import type { RatingArrays } from './ratings.ts';

// By its path from the root, like the migrations: a built site has it in no other place, and Node runs it as it is.
const PROGRAM = resolve('src/lib/common-ground/factorization/factorize-thread.server.ts');

/** Shorter than the queue's timeout: a thread that goes on after it would run beside the next try. */
const LONGEST = 25 * 60_000;

/** Factorizes in a worker thread, so that the process answers requests meanwhile. The arrays can't be used any more. */
export async function factorizeInThread(ratings: RatingArrays): Promise<CommentFactors> {
  const { comments, raters, helpful } = ratings;
  const transferList = [comments.buffer, raters.buffer, helpful.buffer] as ArrayBuffer[];
  // Without the options of this process, which may load a test runner.
  const worker = new Worker(PROGRAM, { workerData: ratings, transferList, execArgv: [] });
  const tooLong = setTimeout(() => void worker.terminate(), LONGEST);
  return new Promise((done, fail) => {
    worker.once('message', done);
    worker.once('error', fail);
    worker.once('exit', (code) => {
      clearTimeout(tooLong);
      fail(new Error(`the thread ended with code ${code} without a result`));
    });
  });
}
