import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const QUEUES = ['posts', 'votes', 'ratings'] as const;
export type WriteQueue = (typeof QUEUES)[number];

const ACCEPTED = ['comment', 'vote', 'rating'] as const;
export type AcceptedKind = (typeof ACCEPTED)[number];

export interface QueueLength {
  readonly waiting: number;
}

export function writeMetrics(registers: [Registry], waitingIn: (queue: WriteQueue) => number) {
  const accepted = new Counter({
    name: 'accepted_writes_total',
    help: 'Saved comments, votes and ratings, including comments that await moderation.',
    labelNames: ['kind'],
    registers,
  });
  for (const kind of ACCEPTED) accepted.inc({ kind }, 0);
  new Gauge({
    name: 'write_queue_waiting',
    help: 'Writes that wait for the batch before theirs, by queue.',
    labelNames: ['queue'],
    registers,
    collect() {
      for (const queue of QUEUES) this.set({ queue }, waitingIn(queue));
    },
  });
  const batches = new Histogram({
    name: 'write_queue_batch_size',
    help: 'Writes in one batch, by queue; at most 100.',
    labelNames: ['queue'],
    buckets: [1, 2, 5, 10, 20, 50, 100],
    registers,
  });
  const writes = new Histogram({
    name: 'write_queue_duration_seconds',
    help: 'From entering the queue to commit and publishing, by queue.',
    labelNames: ['queue'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const mails = new Counter({
    name: 'mails_total',
    help: 'Attempts at delivering an email, by its kind and outcome: sent, retried later, failed, cancelled.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  return { accepted, batches, writes, mails };
}
