import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import type {
  ClaimTally,
  ClientEvents,
  CommentView,
  ServerEvents,
  VerdictChanged,
} from '#lib/live/events.ts';
import { verdictListeners } from '#lib/live/verdict-messages.ts';
import { latest } from '#lib/live/latest.ts';
import type { CommentPage } from '#lib/discussion/reading/comment-page.ts';
import { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import { LONG } from '../faults/report.ts';
import { startSite, type Site } from '../support/site.ts';
import { listen, Reader, type Copy } from '../support/reader.ts';
import { ApiClient } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';

const READERS = LONG ? 200 : 50;
/** Some readers keep the page's tree, the others a plain map, which costs less. */
const WITH_TREE = LONG ? 20 : 10;
const WRITERS = LONG ? 20 : 10;
/** Changes of comments, and connections cut. The storm lasts until there are as many, for any machine. */
const CHANGES = LONG ? 1000 : 100;
const CUTS = LONG ? 500 : 100;
/** Milliseconds between two actions of a writer, and between two cuts of a connection. */
const REST = 150;
const CUT_EVERY = 40;

let site: Site;
let slug: string;
let claims: ClaimTally[];
let writers: ApiClient[];

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  writers = await Promise.all(
    Array.from({ length: WRITERS }, (_, i) => ApiClient.signUp(site.url, `storm-${i}`)),
  );
});
afterAll(() => site?.stop());

let attempts = 0;
/** A repeated test starts with an empty thread, and its texts are not repeats of those before it. */
beforeEach(async () => {
  attempts += 1;
  slug = await publishTitled(site, `On storms ${attempts}`);
  ({ claims } = await get<{ claims: ClaimTally[] }>(`/verdicts/${slug}`));
});
const readers: Reader[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${site.url}/api/v1${path}`)).json()) as T;
}

const pick = <T>(from: T[]): T | undefined => from[Math.floor(Math.random() * from.length)];
const rest = (ms: number) => new Promise((done) => setTimeout(done, ms * (0.5 + Math.random())));

/** Random actions of one writer; `live` is shared, so that writers reply to and rate each other. */
async function write(
  writer: ApiClient,
  live: CommentView[],
  goesOn: () => boolean,
  acts: Record<string, number>,
) {
  const did = (act: string, status: number) => {
    // Another writer may have withdrawn the comment.
    expect([200, 201, 204, 404, 409], act).toContain(status);
    acts[act] = (acts[act] ?? 0) + 1;
  };
  for (let i = 0; goesOn(); i++) {
    const other = pick(live);
    const own = pick(live.filter(({ author }) => author?.username === writer.name));
    const chance = Math.random();
    if (chance < 0.5 || !other) {
      const parentId = chance < 0.38 && other ? other.id : undefined;
      const response = await writer.call<CommentView>('POST', `/verdicts/${slug}/comments`, {
        body: `No. ${i} *of* ${writer.name} on ${slug}`,
        parentId,
      });
      did(parentId ? 'reply' : 'post', response.status);
      if (response.status === 201) live.push(response.body);
    } else if (chance < 0.65 && own) {
      const response = await writer.call<CommentView>('PATCH', `/comments/${own.id}`, {
        body: `Edited ${i} on ${slug}`,
        version: own.version,
      });
      did('edit', response.status);
      if (response.status === 200) live[live.indexOf(own)] = response.body;
    } else if (chance < 0.75 && own) {
      live.splice(live.indexOf(own), 1);
      did('withdraw', (await writer.call('DELETE', `/comments/${own.id}`)).status);
    } else if (chance < 0.9) {
      const stance = pick(['agree', 'disagree', null] as const);
      did('vote', (await writer.call('PUT', `/claims/${pick(claims)!.id}/vote`, { stance })).status);
    } else if (other.author?.username !== writer.name) {
      did(
        'rate',
        (await writer.call('PUT', `/comments/${other.id}/rating`, { helpful: Math.random() < 0.5 })).status,
      );
    }
    await rest(REST);
  }
}

/** The fields that every copy must have. */
function comparable({
  id,
  parentId,
  status,
  body,
  html,
  version,
  seq,
  replies,
  helpful,
  notHelpful,
  author,
}: CommentView) {
  return { id, parentId, status, body, html, version, seq, replies, helpful, notHelpful, author };
}

const counts = ({ id, agree, disagree }: ClaimTally) => ({ id, agree, disagree });

/** The thread as the server lists it: oldest top-level comments first, each with its replies. */
async function serverThread(): Promise<CommentView[]> {
  const thread: CommentView[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: CommentPage = await get<CommentPage>(
      `/verdicts/${slug}/comments?sort=oldest&limit=100&cursor=${cursor}`,
    );
    for (const root of page.items.filter(({ depth }) => depth === 0)) {
      thread.push(root);
      for (let next: string | null = ''; next !== null;) {
        const below: { items: CommentView[]; next: string | null } = await get(
          `/comments/${root.id}/replies?limit=100&cursor=${next}`,
        );
        thread.push(...below.items);
        next = below.next;
      }
    }
    cursor = page.next;
  }
  return thread;
}

interface KeptCopy extends Copy {
  thread: () => CommentView[];
  tallies: () => Iterable<ClaimTally>;
}

function treeCopy(): KeptCopy {
  const discussion = new Discussion({
    slug,
    viewer: () => null,
    sort: 'oldest',
    items: [],
    next: null,
    moreReplies: {},
    following: {},
    seq: 0,
    total: 0,
    claims: claims.map((claim) => ({ ...claim, mine: null })),
  });
  discussion.canInsertNow = () => true;
  const flat = (nodes: CommentNode[]): CommentView[] =>
    nodes.flatMap(({ comment, replies }) => [comment, ...flat(replies)]);
  return {
    apply: (comments, total) => discussion.apply(comments, total),
    tallied: (claims, ratings) => discussion.tallies.apply(claims, ratings),
    thread: () => flat(discussion.thread.roots),
    tallies: () => discussion.tallies.claims.values(),
  };
}

function mapCopy(): KeptCopy {
  const kept = new Map<string, CommentView>();
  const tallies = new Map(claims.map((claim) => [claim.id, claim]));
  return {
    apply: (comments) => {
      for (const comment of comments) {
        const known = kept.get(comment.id);
        if (known && known.seq > comment.seq) continue;
        const { helpful, notHelpful, counted } = latest(known, comment);
        kept.set(comment.id, { ...comment, helpful, notHelpful, counted });
      }
    },
    tallied: (claims, ratings) => {
      for (const claim of claims) tallies.set(claim.id, latest(tallies.get(claim.id), claim));
      for (const { comment, ...counts } of ratings) {
        const known = kept.get(comment);
        if (known) kept.set(comment, latest(known, { ...known, ...counts }));
      }
    },
    thread: () => [...kept.values()].filter(({ body, replies }) => body !== null || replies > 0),
    tallies: () => tallies.values(),
  };
}

test(
  `${READERS} readers, disconnected at random while ${WRITERS} write, all end with the server’s thread`,
  { timeout: 300_000 },
  async () => {
    const copies = Array.from({ length: READERS }, (_, i) => (i < WITH_TREE ? treeCopy() : mapCopy()));
    readers.push(...copies.map((copy, i) => new Reader(site.url, slug, { copy, packs: i % 2 === 0 })));
    await vi.waitUntil(() => readers.every(({ socket }) => socket.connected), {
      timeout: 60_000,
      interval: 50,
    });

    const sum = (of: (reader: Reader) => number) => readers.reduce((total, reader) => total + of(reader), 0);
    const acts: Record<string, number> = {};
    const live: CommentView[] = [];
    const goesOn = () => sum(({ cuts }) => cuts) < CUTS || readers.every(({ sync }) => sync.seq <= CHANGES);
    const cutting = (async () => {
      while (goesOn()) {
        pick(readers)!.cut();
        await rest(CUT_EVERY);
      }
    })();
    await Promise.all([...writers.map((writer) => write(writer, live, goesOn, acts)), cutting]);

    const { seq } = await get<CommentPage>(`/verdicts/${slug}/comments?limit=1`);
    await vi.waitUntil(() => readers.every(({ sync }) => sync.seq === seq), {
      timeout: 120_000,
      interval: 50,
    });
    const tallies = (await get<{ claims: ClaimTally[] }>(`/verdicts/${slug}`)).claims.map(counts);
    const thread = (await serverThread()).map(comparable);
    const byId = thread.toSorted((a, b) => (a.id < b.id ? -1 : 1));

    // Tallies are sent at most four times a second.
    await vi.waitFor(
      () => {
        for (const [i, copy] of copies.entries()) {
          const kept = copy.thread().map(comparable);
          if (i < WITH_TREE) expect(kept).toEqual(thread);
          else expect(kept.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(byId);
          expect([...copy.tallies()].map(counts)).toEqual(tallies);
        }
      },
      { timeout: 60_000, interval: 500 },
    );

    console.log(
      `storm: ${READERS} readers, ${WRITERS} writers: ${JSON.stringify(acts)}; ${seq} changes, ` +
        `${thread.length} comments, ${sum(({ cuts }) => cuts)} cuts, ${sum(({ sync }) => sync.resyncs)} resyncs, ` +
        `${sum(({ messages }) => messages)} messages received`,
    );
    expect(sum(({ cuts }) => cuts)).toBeGreaterThanOrEqual(CUTS);
    expect(seq).toBeGreaterThan(CHANGES);
  },
);

test('clients that ask for packed messages receive the same comments as others', async () => {
  const [plain, packing] = [false, true].map((packed) => {
    const socket: Socket<ServerEvents, ClientEvents> = io(site.url, {
      transports: ['websocket'],
      forceNew: true,
    });
    const received = { packed: 0, comments: new Map<string, CommentView>() };
    socket.on('verdict:packed', () => (received.packed += 1));
    const keep = ({ comments }: VerdictChanged) =>
      comments.forEach((each) => received.comments.set(each.id, each));
    const handlers = { onChanged: keep, onTallied: () => {}, onUnreadable: () => expect.unreachable() };
    listen(socket, verdictListeners(slug, handlers));
    return { socket, received, watched: socket.emitWithAck('verdict:watch', { verdict: slug, packed }) };
  });
  for (const { watched } of [plain!, packing!]) expect(await watched).toMatchObject({ ok: true });
  // The server decides how many share a message, so repeat until one was packed.
  for (let round = 0; packing!.received.packed === 0; round++) {
    expect(round).toBeLessThan(20);
    const posted = await Promise.all(
      writers.map((writer, i) =>
        writer.call('POST', `/verdicts/${slug}/comments`, { body: `At once, ${round}.${i} on ${slug}` }),
      ),
    );
    expect(posted.map(({ status }) => status)).toEqual(writers.map(() => 201));
    await vi.waitUntil(
      () =>
        [plain!, packing!].every(({ received }) => received.comments.size === writers.length * (round + 1)),
      { timeout: 60_000, interval: 20 },
    );
  }
  expect(plain!.received.packed).toBe(0);
  expect(packing!.received.comments).toEqual(plain!.received.comments);
  for (const { socket } of [plain!, packing!]) socket.close();
});
