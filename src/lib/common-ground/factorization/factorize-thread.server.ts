// The program of the worker thread: factorizes the ratings that it is started with.
import { parentPort, workerData } from 'node:worker_threads';
import { factorize } from './factorize.ts';
import type { RatingArrays } from './ratings.ts';

const result = factorize(workerData as RatingArrays);
const { comments, intercepts, factors } = result;
parentPort!.postMessage(result, [comments.buffer, intercepts.buffer, factors.buffer] as ArrayBuffer[]);
