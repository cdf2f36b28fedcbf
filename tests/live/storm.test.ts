import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { startSite, type Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';
import { listen, Reader, type Copy } from '../support/reader.ts';
import { Writer } from '../support/writer.ts';

/** Two hundred readers, of whom twenty keep the page's whole tree and the others a plain map (one core runs them all). */
const READERS = 200;
const WITH_TREE = 20;
const WRITERS = 20;
const SECONDS = 30;
/** Milliseconds that a writer rests between two acts, and between two cuts of some connection. */
const REST = 150;
const CUT_EVERY = 40;

let site: Site;
let slug: string;
let claims: ClaimTally[];
let writers: Writer[];

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  writers = await Promise.all(
    Array.from({ length: WRITERS }, (_, i) => Writer.signUp(site.url, `storm-${i}`)),
  );
});
afterAll(() => site?.stop());

let attempts = 0;
/** A repeated test starts with an empty thread, and its texts are not repeats of those before it. */
beforeEach(async () => {
  attempts += 1;
  const file = join(await mkdtemp(join(tmpdir(), 'copecheck-storm-')), 'verdict.txt');
  await writeFile(file, verdictText(`On storms ${attempts}`));
  const { code, stderr } = await site.cli('verdict', 'import', file);
  expect([code, stderr]).toEqual([0, expect.anything()]);
  slug = `on-storms-${attempts}`;
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

/** What one writer does until time is up; `standing` is shared, so that they answer, edit and rate each other. */
async function write(writer: Writer, standing: CommentView[], until: number, acts: Record<string, number>) {
  const did = (act: string, status: number) => {
    // Somebody else may have withdrawn it a moment ago; everything else is a fault.
    expect([200, 201, 204, 404, 409], act).toContain(status);
    acts[act] = (acts[act] ?? 0) + 1;
  };
  for (let i = 0; Date.now() < until; i++) {
    const other = pick(standing);
    const own = pick(standing.filter(({ author }) => author?.username === writer.username));
    const chance = Math.random();
    if (chance < 0.5 || !other) {
      const parentId = chance < 0.38 && other ? other.id : undefined;
      const answer = await writer.call<CommentView>('POST', `/verdicts/${slug}/comments`, {
        body: `No. ${i} *of* ${writer.username} on ${slug}`,
        parentId,
      });
      did(parentId ? 'reply' : 'post', answer.status);
      if (answer.status === 201) standing.push(answer.body);
    } else if (chance < 0.65 && own) {
      const answer = await writer.call<CommentView>('PATCH', `/comments/${own.id}`, {
        body: `Edited ${i} on ${slug}`,
        version: own.version,
      });
      did('edit', answer.status);
      if (answer.status === 200) standing[standing.indexOf(own)] = answer.body;
    } else if (chance < 0.75 && own) {
      standing.splice(standing.indexOf(own), 1);
      did('withdraw', (await writer.call('DELETE', `/comments/${own.id}`)).status);
    } else if (chance < 0.9) {
      const stance = pick(['agree', 'disagree', null] as const);
      did('vote', (await writer.call('PUT', `/claims/${pick(claims)!.id}/vote`, { stance })).status);
    } else if (other.author?.username !== writer.username) {
      did(
        'rate',
        (await writer.call('PUT', `/comments/${other.id}/rating`, { helpful: Math.random() < 0.5 })).status,
      );
    }
    await rest(REST);
  }
}

/** Comment for comment what everybody must have: place, text, state, counts. */
function essence({
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

/** The thread as the server lists it, top-level comments oldest first, every reply in its place. */
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
  const talk = new Discussion({
    slug,
    viewer: null,
    sort: 'oldest',
    items: [],
    next: null,
    moreReplies: {},
    seq: 0,
    total: 0,
    claims: claims.map((claim) => ({ ...claim, mine: null })),
  });
  talk.canInsertNow = () => true;
  const flat = (nodes: CommentNode[]): CommentView[] =>
    nodes.flatMap(({ comment, replies }) => [comment, ...flat(replies)]);
  return {
    apply: (comments, total) => talk.apply(comments, total),
    tallied: (told, ratings) => talk.tallies.apply(told, ratings),
    thread: () => flat(talk.thread.roots),
    tallies: () => talk.tallies.claims.values(),
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
    tallied: (told, ratings) => {
      for (const claim of told) tallies.set(claim.id, latest(tallies.get(claim.id), claim));
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
  'two hundred readers, cut at random while twenty write, all end with the server’s thread',
  { timeout: 180_000 },
  async () => {
    const copies = Array.from({ length: READERS }, (_, i) => (i < WITH_TREE ? treeCopy() : mapCopy()));
    readers.push(...copies.map((copy, i) => new Reader(site.url, slug, { copy, packs: i % 2 === 0 })));
    await vi.waitUntil(() => readers.every(({ socket }) => socket.connected), {
      timeout: 20_000,
      interval: 50,
    });

    const until = Date.now() + SECONDS * 1000;
    const acts: Record<string, number> = {};
    const standing: CommentView[] = [];
    const cutting = (async () => {
      while (Date.now() < until) {
        pick(readers)!.cut();
        await rest(CUT_EVERY);
      }
    })();
    await Promise.all([...writers.map((writer) => write(writer, standing, until, acts)), cutting]);

    const { seq } = await get<CommentPage>(`/verdicts/${slug}/comments?limit=1`);
    await vi.waitUntil(() => readers.every(({ follower }) => follower.seq === seq), {
      timeout: 45_000,
      interval: 50,
    });
    const tallies = (await get<{ claims: ClaimTally[] }>(`/verdicts/${slug}`)).claims.map(counts);
    const thread = (await serverThread()).map(essence);
    const byId = thread.toSorted((a, b) => (a.id < b.id ? -1 : 1));

    // The last tallies are on their way for a quarter of a second.
    await vi.waitFor(
      () => {
        for (const [i, copy] of copies.entries()) {
          const kept = copy.thread().map(essence);
          if (i < WITH_TREE) expect(kept).toEqual(thread);
          else expect(kept.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(byId);
          expect([...copy.tallies()].map(counts)).toEqual(tallies);
        }
      },
      { timeout: 20_000, interval: 500 },
    );

    const sum = (of: (reader: Reader) => number) => readers.reduce((total, reader) => total + of(reader), 0);
    console.log(
      `storm: ${READERS} readers, ${WRITERS} writers, ${SECONDS} s: ${JSON.stringify(acts)}; ${seq} changes, ` +
        `${thread.length} comments stand, ${sum(({ cuts }) => cuts)} cuts, ${sum(({ follower }) => follower.resyncs)} resyncs, ` +
        `${sum(({ messages }) => messages)} messages received`,
    );
    expect(sum(({ cuts }) => cuts)).toBeGreaterThan(100);
    expect(seq).toBeGreaterThan(200);
  },
);

test('a burst comes packed to who asked for that, plain to who didn’t, and is the same', async () => {
  const [plain, packing] = [false, true].map((packed) => {
    const socket: Socket<ServerEvents, ClientEvents> = io(site.url, {
      transports: ['websocket'],
      forceNew: true,
    });
    const heard = { packed: 0, comments: new Map<string, CommentView>() };
    socket.on('verdict:packed', () => (heard.packed += 1));
    const keep = ({ comments }: VerdictChanged) =>
      comments.forEach((each) => heard.comments.set(each.id, each));
    const handlers = { onChanged: keep, onTallied: () => {}, onUnreadable: () => expect.unreachable() };
    listen(socket, verdictListeners(slug, handlers));
    return { socket, heard, watched: socket.emitWithAck('verdict:watch', { verdict: slug, packed }) };
  });
  for (const { watched } of [plain!, packing!]) expect(await watched).toMatchObject({ ok: true });
  // Until one burst was large enough: how many fall together is not ours to say.
  for (let round = 0; packing!.heard.packed === 0; round++) {
    expect(round).toBeLessThan(20);
    const said = await Promise.all(
      writers.map((writer, i) =>
        writer.call('POST', `/verdicts/${slug}/comments`, { body: `At once, ${round}.${i} on ${slug}` }),
      ),
    );
    expect(said.map(({ status }) => status)).toEqual(writers.map(() => 201));
    await vi.waitUntil(
      () => [plain!, packing!].every(({ heard }) => heard.comments.size === writers.length * (round + 1)),
      { timeout: 20_000, interval: 20 },
    );
  }
  expect(plain!.heard.packed).toBe(0);
  expect(packing!.heard.comments).toEqual(plain!.heard.comments);
  for (const { socket } of [plain!, packing!]) socket.close();
});
