import { MAX_ROOMS } from '#lib/limits.ts';
import { spend } from '#lib/limits.server.ts';
import { log } from '#lib/log.server.ts';
import { countWatcher } from '#lib/metrics/metrics.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { Refusal } from '#lib/refusal.ts';
import type { Unwatched, Watched } from './events.ts';
import type { LiveSocket } from './io.server.ts';
import { typingInput, watchInput } from './live-input.ts';
import { presence, readersOf } from './presence.server.ts';
import { publishReaders, publishTyping } from './publish-presence.server.ts';
import { FRONT, packedRoom, verdictRoom } from './rooms.ts';

/** A client with more refusals in one connection is not a fast reader but a flood. */
const MAX_REFUSED = 50;

/** The current seq and tally version of each of these slugs; a slug without a verdict is absent. */
export type HeadsOf = (slugs: string[]) => Promise<Map<string, { seq: number; tally: number }>>;

export function serve(socket: LiveSocket, headsOf: HeadsOf): void {
  let refused = 0;
  const onRefused = () => {
    refused += 1;
    if (refused > MAX_REFUSED) socket.disconnect(true);
  };
  socket.on('verdict:watch', async (input, acknowledge) => {
    const code = await reply(acknowledge, onRefused, () => watch(socket, input, headsOf));
    // It would stay connected and receive nothing. After a disconnect the client reconnects with backoff.
    if (code === 'unavailable') socket.conn.close();
  });
  socket.on('verdict:unwatch', async (input, acknowledge) => {
    await reply(acknowledge, onRefused, () => unwatch(socket, input));
  });
  socket.on('comment:typing', async (input) => {
    await reply(undefined, onRefused, () => typing(socket, input));
  });
  socket.on('disconnect', () => {
    for (const slug of socket.data.watching) stopWatching(socket, slug);
  });
}

async function watch(socket: LiveSocket, input: unknown, headsOf: HeadsOf): Promise<Watched> {
  await spend('socket-messages', socket.id);
  const { verdict, packed } = parse(watchInput, input);
  if (verdict === null) {
    await socket.join(FRONT);
    return { ok: true, seq: 0, tally: 0, readers: 0 };
  }
  const { watching } = socket.data;
  if (!watching.has(verdict) && watching.size >= MAX_ROOMS) throw new Refusal('too-many-rooms');
  const head = await joinVerdict(socket, { verdict, packed }, headsOf);
  // If it has disconnected during the query, 'disconnect' has been handled, and the reader would be counted forever.
  if (!watching.has(verdict) && socket.connected) startWatching(socket, verdict);
  return { ok: true, seq: head.seq, tally: head.tally, readers: readersOf(verdict) };
}

async function joinVerdict(
  socket: LiveSocket,
  { verdict, packed }: { verdict: string; packed: boolean },
  headsOf: HeadsOf,
): Promise<{ seq: number; tally: number }> {
  const rooms = [verdictRoom(verdict), ...(packed ? [packedRoom(verdict)] : [])];
  // Join first and read the head afterwards: a change between the two is received, not lost.
  await socket.join(rooms);
  // A client that watches again may have changed its mind.
  if (!packed) await socket.leave(packedRoom(verdict));
  const head = (await headsOf([verdict])).get(verdict);
  if (head) return head;
  for (const room of rooms) await socket.leave(room);
  throw new Refusal('verdict-not-found');
}

async function unwatch(socket: LiveSocket, input: unknown): Promise<Unwatched> {
  await spend('socket-messages', socket.id);
  const { verdict } = parse(watchInput, input);
  if (verdict === null) await socket.leave(FRONT);
  else if (socket.data.watching.delete(verdict)) {
    for (const room of [verdictRoom(verdict), packedRoom(verdict)]) await socket.leave(room);
    stopWatching(socket, verdict);
  }
  return { ok: true };
}

async function typing(socket: LiveSocket, input: unknown): Promise<void> {
  await spend('socket-messages', socket.id);
  const { verdict } = parse(typingInput, input);
  const { mayWrite, reader, watching } = socket.data;
  if (!mayWrite || !watching.has(verdict)) return;
  presence.noteTyping(verdict, reader, Date.now());
  publishTyping(verdict, reader);
}

function startWatching({ data: { watching, reader } }: LiveSocket, slug: string): void {
  watching.add(slug);
  presence.arrive(slug, reader);
  countWatcher(1);
  publishReaders(slug, reader);
}

function stopWatching({ data: { reader } }: LiveSocket, slug: string): void {
  presence.leave(slug, reader);
  countWatcher(-1);
  publishReaders(slug, reader);
}

interface Schema<T> {
  safeParse: (input: unknown) => { success: true; data: T } | { success: false };
}

function parse<T>(schema: Schema<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw new Refusal('invalid-input');
  return result.data;
}

/** Acknowledges with the result, or with the code of a refusal; a bug is logged. @returns the refusal's code */
async function reply(
  acknowledge: unknown,
  onRefused: () => void,
  act: () => Promise<Watched | Unwatched | void>,
): Promise<string | null> {
  // A client may send anything in place of the callback, or nothing.
  const send = typeof acknowledge === 'function' ? (acknowledge as (response: unknown) => void) : () => {};
  try {
    send(await act());
    return null;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) log.error({ err: error }, 'a socket message failed');
    send({ ok: false, code: refusal?.code ?? 'internal-error' });
    // An outage is not the client's fault.
    if (refusal?.code !== 'unavailable') onRefused();
    return refusal?.code ?? 'internal-error';
  }
}
