import { actorOfCookies } from '#lib/accounts/session.server.ts';
import { isModerator } from '#lib/actor.ts';
import { Batcher } from '#lib/db/batcher.ts';
import { MAX_ROOMS, spend } from '#lib/limits.server.ts';
import { log } from '#lib/log.server.ts';
import { countWatcher } from '#lib/metrics.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { Refusal } from '#lib/refusal.ts';
import type { Unwatched, Watched } from './events.ts';
import { attach, liveServer, type LiveSocket } from './io.server.ts';
import { typingInput, watchInput } from './live-input.ts';
import {
  arrive,
  cluster,
  leave,
  noteTyping,
  readersOf,
  TYPING_LASTS,
  watchedSlugs,
} from './presence.server.ts';
import {
  askForCrowds,
  tellAllCrowds,
  tellHead,
  tellReaders,
  tellReadersHere,
  tellTheRest,
} from './publish.server.ts';
import { accountRoom, FRONT, MODERATORS, packedRoom, sessionRoom, verdictRoom } from './rooms.ts';

/** What the wire must ask of the rooms that stand above it. */
export interface Heads {
  /** The current seq and tally version of each of these slugs; a slug without a verdict is absent. */
  headsOf: (slugs: string[]) => Promise<Map<string, { seq: number; tally: number }>>;
  /** Whether nothing keeps this account from commenting. */
  mayComment: (userId: string) => Promise<boolean>;
}

/** Seldom enough to cost nothing (one query for all rooms), often enough for the contract's 30 s. */
const HEARTBEAT = 20_000;
/** How often this process tells the others all that it counts: three times before they take it for dead. */
const CROWDS = 5_000;
/** Past this many refusals in one connection it isn't a fast reader but a flood. */
const MAX_REFUSED = 50;

/** Puts the live wire on this process's http server; where there is none (command line, build), does nothing. */
export async function startLive({ mayComment, ...heads }: Heads): Promise<void> {
  // After a restart thousands of sockets come back at once, mostly to one verdict: one query tells them all.
  const crowd = new Batcher<string[], Awaited<ReturnType<Heads['headsOf']>>>(
    async (_key, asked) => {
      const found = await heads.headsOf([...new Set(asked.flat())]);
      return asked.map(() => found);
    },
    { most: Infinity },
  );
  const headsOf: Heads['headsOf'] = (slugs) => crowd.submit('', slugs);
  const clocks = [
    setInterval(() => void beat(headsOf), HEARTBEAT),
    setInterval(() => void recheckModerators(), HEARTBEAT),
    setInterval(countCrowds, CROWDS),
  ];
  for (const clock of clocks) clock.unref();
  const stop = () => {
    for (const clock of clocks) clearInterval(clock);
    tellTheRest();
  };
  await attach({
    ...{ admit: (socket) => admit(socket, mayComment), serve: (socket) => serve(socket, headsOf), stop },
    hear: (news) => cluster.hear(news, Date.now()).forEach(tellReadersHere),
    answer: tellAllCrowds,
    forget: (from) => cluster.forget(from).forEach(tellReadersHere),
  });
  askForCrowds();
}

/** Once more to the other processes, and an end to those of whom nothing was heard. */
function countCrowds(): void {
  tellAllCrowds();
  cluster.forgetSilent(Date.now()).forEach(tellReadersHere);
}

/** Signed in or not, everybody may listen; who it is decides what they count as, and what closes with the session. */
async function admit(socket: LiveSocket, mayComment: Heads['mayComment']): Promise<void> {
  const session = await actorOfCookies(socket.handshake.headers.cookie);
  socket.data.reader = session?.actor.id ?? socket.id;
  socket.data.watching = new Set();
  socket.data.mayWrite = session !== null && (await mayComment(session.actor.id));
  if (!session) return;
  await socket.join([accountRoom(session.actor.id), sessionRoom(session.sessionId)]);
  if (isModerator(session.actor)) await socket.join(MODERATORS);
}

function serve(socket: LiveSocket, headsOf: Heads['headsOf']): void {
  let refused = 0;
  const onRefused = () => {
    refused += 1;
    if (refused > MAX_REFUSED) socket.disconnect(true);
  };
  socket.on('verdict:watch', async (input, answer) => {
    const code = await reply(answer, onRefused, () => watch(socket, input, headsOf));
    // It would stay connected and hear nothing; hung up on, it comes back and asks again, later and later.
    if (code === 'unavailable') socket.conn.close();
  });
  socket.on('verdict:unwatch', async (input, answer) => {
    await reply(answer, onRefused, () => unwatch(socket, input));
  });
  socket.on('comment:typing', async (input) => {
    await reply(undefined, onRefused, () => typing(socket, input));
  });
  socket.on('disconnect', () => {
    for (const slug of socket.data.watching) goAway(socket, slug);
  });
}

async function watch(socket: LiveSocket, input: unknown, headsOf: Heads['headsOf']): Promise<Watched> {
  await spend('socket-messages', socket.id);
  const { verdict, packed } = read(watchInput, input);
  if (verdict === null) {
    await socket.join(FRONT);
    return { ok: true, seq: 0, tally: 0, readers: 0 };
  }
  const { watching, reader } = socket.data;
  if (!watching.has(verdict) && watching.size >= MAX_ROOMS) throw new Refusal('too-many-rooms');
  // Enter first, ask for the head after: a change between the two is heard, not lost.
  const rooms = [verdictRoom(verdict), ...(packed ? [packedRoom(verdict)] : [])];
  await socket.join(rooms);
  const head = (await headsOf([verdict])).get(verdict);
  if (!head) {
    for (const room of rooms) await socket.leave(room);
    throw new Refusal('verdict-not-found');
  }
  // It may have hung up meanwhile: nobody would ever take it off the list again.
  if (!watching.has(verdict) && socket.connected) {
    watching.add(verdict);
    arrive(verdict, reader);
    countWatcher(1);
    tellReaders(verdict);
  }
  return { ok: true, seq: head.seq, tally: head.tally, readers: readersOf(verdict) };
}

async function unwatch(socket: LiveSocket, input: unknown): Promise<Unwatched> {
  await spend('socket-messages', socket.id);
  const { verdict } = read(watchInput, input);
  if (verdict === null) await socket.leave(FRONT);
  else if (socket.data.watching.delete(verdict)) {
    for (const room of [verdictRoom(verdict), packedRoom(verdict)]) await socket.leave(room);
    goAway(socket, verdict);
  }
  return { ok: true };
}

async function typing(socket: LiveSocket, input: unknown): Promise<void> {
  await spend('socket-messages', socket.id);
  const { verdict } = read(typingInput, input);
  const { mayWrite, reader, watching } = socket.data;
  if (!mayWrite || !watching.has(verdict)) return;
  noteTyping(verdict, { reader, now: Date.now() });
  tellReaders(verdict);
  // And once more when this sign of life has run out, so that "1 writing" doesn't stay for ever.
  setTimeout(() => tellReaders(verdict), TYPING_LASTS + 100).unref();
}

function goAway(socket: LiveSocket, slug: string): void {
  leave(slug, socket.data.reader);
  countWatcher(-1);
  tellReaders(slug);
}

interface Schema<T> {
  safeParse: (input: unknown) => { success: true; data: T } | { success: false };
}

function read<T>(schema: Schema<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw new Refusal('invalid-input');
  return result.data;
}

type Answer = Watched | Unwatched;

/** A refusal becomes the socket's answer; a bug is logged and answered without its text. @returns the refusal's code */
async function reply(
  answer: unknown,
  onRefused: () => void,
  act: () => Promise<Answer | void>,
): Promise<string | null> {
  // A client that asks without an acknowledgement, or with something else in its place, is not answered.
  const say = typeof answer === 'function' ? (answer as (news: unknown) => void) : () => {};
  try {
    say(await act());
    return null;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) log.error({ err: error }, 'a socket message failed');
    say({ ok: false, code: refusal?.code ?? 'internal-error' });
    // An outage is not the client's doing.
    if (refusal?.code !== 'unavailable') onRefused();
    return refusal?.code ?? 'internal-error';
  }
}

/**
 * Who lost the role or the session is cut at once where this process did it; the command line is another process and
 * can't reach these sockets, so they are asked again with every beat.
 */
async function recheckModerators(): Promise<void> {
  try {
    for (const socket of (await liveServer()?.local.in(MODERATORS).fetchSockets()) ?? []) {
      const session = await actorOfCookies(socket.handshake.headers.cookie);
      if (!isModerator(session?.actor ?? null)) socket.disconnect(true);
    }
  } catch (error) {
    // What can't be proven is not believed; whoever is a moderator comes back when the database does.
    log.warn({ err: error }, 'moderators are cut: their roles could not be read');
    liveServer()?.local.in(MODERATORS).disconnectSockets(true);
  }
}

async function beat(headsOf: Heads['headsOf']): Promise<void> {
  const slugs = watchedSlugs();
  if (slugs.length === 0) return;
  try {
    for (const [slug, { seq }] of await headsOf(slugs)) tellHead(slug, seq);
  } catch (error) {
    // The database is away; the next beat tells. Readers see what they have meanwhile.
    log.warn({ err: error }, 'no heartbeat: the heads of the verdicts could not be read');
  }
}
