export type Unit = 'count' | 'per-second' | 'seconds' | 'share' | 'bytes';

export interface Measure {
  id: MeasureId;
  title: string;
  unit: Unit;
  description: string;
  warnAbove?: number;
  /** The scale's minimum, so that a single comment doesn't look like a storm. */
  least: number;
}

export const MEASURE_IDS = [
  'requests',
  'requestTime',
  'faults',
  'fromMemory',
  'watchers',
  'messages',
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

/** The size of the pool (db/client.server.ts). */
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
        description: 'Pages, forms and API calls, including pages from memory.',
        least: 1,
      },
      {
        id: 'requestTime',
        title: 'Request time',
        unit: 'seconds',
        description: '99 of 100 took less. Without pages from memory, which take almost no time.',
        warnAbove: 1,
        least: 0.1,
      },
      {
        id: 'faults',
        title: 'Failed requests',
        unit: 'per-second',
        description:
          'Responses 5xx: 503 while the database is away; any other is a bug with an id in the log.',
        warnAbove: 0,
        least: 1,
      },
      {
        id: 'fromMemory',
        title: 'Pages from memory',
        unit: 'share',
        description: 'The share of anonymous pages that were served without rendering.',
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
        description: 'Open verdict pages with live updates from this process.',
        least: 5,
      },
      {
        id: 'messages',
        title: 'Messages sent',
        unit: 'per-second',
        description: 'Messages to rooms; each is sent to all readers in the room.',
        least: 1,
      },
      {
        id: 'delivery',
        title: 'Delivery',
        unit: 'seconds',
        description:
          'From the commit of a change to the sending of its message; 99 of 100 took less. 25 ms are batching.',
        warnAbove: 0.5,
        least: 0.1,
      },
      {
        id: 'resyncs',
        title: 'Resyncs',
        unit: 'per-second',
        description: 'Readers who fetched missed changes. If there are always many, messages are being lost.',
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
        description: 'Including comments that await moderation.',
        least: 1,
      },
      {
        id: 'votes',
        title: 'Votes and ratings',
        unit: 'per-second',
        description: 'Saved votes on claims and ratings of comments.',
        least: 1,
      },
      {
        id: 'waiting',
        title: 'Waiting writes',
        unit: 'count',
        description:
          'Writes that wait for the batch before theirs. More than one batch (100) means that the database is overloaded.',
        warnAbove: 100,
        least: 5,
      },
      {
        id: 'writeTime',
        title: 'Write time',
        unit: 'seconds',
        description: 'From entering the queue to commit and publishing; 99 of 100 took less.',
        warnAbove: 1,
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
        description:
          'How late the process starts its tasks; 99 of 100 were less late. About 11 ms when idle.',
        warnAbove: 0.1,
        least: 0.1,
      },
      {
        id: 'cpu',
        title: 'Processor',
        unit: 'share',
        description:
          'In cores. JavaScript uses one; compression, passwords and garbage collection use others.',
        warnAbove: 0.9,
        least: 1,
      },
      {
        id: 'memory',
        title: 'Memory',
        unit: 'bytes',
        description: 'Resident. It grows to a level and stays there; steady growth is a leak.',
        least: 200 * MB,
      },
      {
        id: 'connections',
        title: 'Database connections',
        unit: 'count',
        description: `In use and waited for. Above ${CONNECTIONS}, requests wait.`,
        warnAbove: CONNECTIONS,
        least: CONNECTIONS,
      },
    ],
  },
];
