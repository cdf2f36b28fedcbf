/** What the admin's page shows of a running process: what is measured, in what unit, and from where on it is bad. */

export type Unit = 'count' | 'per-second' | 'seconds' | 'share' | 'bytes';

export interface Measure {
  id: MeasureId;
  title: string;
  unit: Unit;
  /** What it tells, in a sentence or two. */
  says: string;
  /** Above this somebody should look. */
  worry?: number;
  /** The scale reaches at least this far, so that a single comment doesn't look like a storm. */
  least: number;
}

export const MEASURE_IDS = [
  'requests',
  'requestTime',
  'faults',
  'fromMemory',
  'watchers',
  'told',
  'delivery',
  'resyncs',
  'comments',
  'votes',
  'waiting',
  'writeTime',
  'lag',
  'cpu',
  'memory',
  'connections',
] as const;
export type MeasureId = (typeof MEASURE_IDS)[number];

/** As many connections as db/client.server.ts opens: whoever wants one more waits. */
const CONNECTIONS = 16;

const MB = 1_000_000;

export const GROUPS: { title: string; measures: Measure[] }[] = [
  {
    title: 'Pages',
    measures: [
      {
        id: 'requests',
        title: 'Requests',
        unit: 'per-second',
        says: 'Pages, forms and API calls answered, those from memory included.',
        least: 1,
      },
      {
        id: 'requestTime',
        title: 'Time of a request',
        unit: 'seconds',
        says: '99 of 100 took less. Without the pages from memory, which take next to nothing.',
        worry: 1,
        least: 0.1,
      },
      {
        id: 'faults',
        title: 'Failed requests',
        unit: 'per-second',
        says: 'Answers 5xx: 503 while the database is away, any other is a bug with an id in the log.',
        worry: 0,
        least: 1,
      },
      {
        id: 'fromMemory',
        title: 'Pages from memory',
        unit: 'share',
        says: 'Of the pages of strangers, how many needed no rendering.',
        least: 1,
      },
    ],
  },
  {
    title: 'Live',
    measures: [
      {
        id: 'watchers',
        title: 'Watchers',
        unit: 'count',
        says: 'Verdicts that are open and live in somebody’s browser, on this process.',
        least: 5,
      },
      {
        id: 'told',
        title: 'Messages told',
        unit: 'per-second',
        says: 'Messages to rooms; each goes to everybody in the room.',
        least: 1,
      },
      {
        id: 'delivery',
        title: 'Delivery',
        unit: 'seconds',
        says: 'From a change’s commit to its message’s leaving; 99 of 100 took less. 25 ms are gathering.',
        worry: 0.5,
        least: 0.1,
      },
      {
        id: 'resyncs',
        title: 'Resyncs',
        unit: 'per-second',
        says: 'Readers who asked what they missed. Many all the time: messages get lost on the way.',
        least: 1,
      },
    ],
  },
  {
    title: 'Writes',
    measures: [
      {
        id: 'comments',
        title: 'Comments saved',
        unit: 'per-second',
        says: 'Those that wait for a moderator included.',
        least: 1,
      },
      {
        id: 'votes',
        title: 'Votes and ratings',
        unit: 'per-second',
        says: 'Saved votes on claims, saved ratings of comments.',
        least: 1,
      },
      {
        id: 'waiting',
        title: 'Writes that wait',
        unit: 'count',
        says: 'For the batch before theirs. More than one batch takes: more is written than the database bears.',
        worry: 100,
        least: 5,
      },
      {
        id: 'writeTime',
        title: 'Time of a write',
        unit: 'seconds',
        says: 'From entering its queue until it was committed and told; 99 of 100 took less.',
        worry: 1,
        least: 0.1,
      },
    ],
  },
  {
    title: 'Process',
    measures: [
      {
        id: 'lag',
        title: 'Event-loop lag',
        unit: 'seconds',
        says: 'How late the process gets to its work; 99 of 100 times less. It rests at some 11 ms.',
        worry: 0.1,
        least: 0.1,
      },
      {
        id: 'cpu',
        title: 'Processor',
        unit: 'share',
        says: 'Of one core. JavaScript runs on one; compression, passwords and collection on others.',
        worry: 0.9,
        least: 1,
      },
      {
        id: 'memory',
        title: 'Memory',
        unit: 'bytes',
        says: 'Resident. It grows to a level and stays; a line that never bends is a leak.',
        least: 200 * MB,
      },
      {
        id: 'connections',
        title: 'Database connections',
        unit: 'count',
        says: `In use and waited for. Above ${CONNECTIONS} requests wait.`,
        worry: CONNECTIONS,
        least: CONNECTIONS,
      },
    ],
  },
];
