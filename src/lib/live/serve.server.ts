import { MAX_ROOMS, spend } from '#lib/limits.server.ts';
import { log } from '#lib/log.server.ts';
import { countWatcher } from '#lib/metrics/metrics.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { Refusal } from '#lib/refusal.ts';
import type { Unwatched, Watched } from './events.ts';
import type { LiveSocket } from './io.server.ts';
import { typingInput, watchInput } from './live-input.ts';
import { presence, readersOf } from './presence.server.ts';
import { publishReaders, publishTyping } from './publish.server.ts';
import { FRONT, packedRoom, verdictRoom } from './rooms.ts';

/** Past this many refusals in one connection it isn't a fast reader but a flood. */
const MAX_REFUSED = 50;

/** The current seq and tally version of each of these slugs; a slug without a verdict is absent. */
export type HeadsOf = (slugs: string[]) => Promise<Map<string, { seq: number; tally: number }>>;

/** What a client may ask of the wire (contract: "client → server"), from its coming to its going. */
export function serve(socket: LiveSocket, headsOf: HeadsOf): void {
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

async function watch(socket: LiveSocket, input: unknown, headsOf: HeadsOf): Promise<Watched> {
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
  // Whoever asks once more may ask otherwise.
  if (!packed) await socket.leave(packedRoom(verdict));
  const head = (await headsOf([verdict])).get(verdict);
  if (!head) {
    for (const room of rooms) await socket.leave(room);
    throw new Refusal('verdict-not-found');
  }
  // It may have hung up meanwhile: nobody would ever take it off the list again.
  if (!watching.has(verdict) && socket.connected) {
    watching.add(verdict);
    presence.arrive(verdict, reader);
    countWatcher(1);
    publishReaders(verdict, reader);
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
  presence.noteTyping(verdict, reader, Date.now());
  publishTyping(verdict, reader);
}

function goAway(socket: LiveSocket, slug: string): void {
  presence.leave(slug, socket.data.reader);
  countWatcher(-1);
  publishReaders(slug, socket.data.reader);
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
