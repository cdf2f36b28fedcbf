import { actorOfCookies } from '#lib/accounts/session.server.ts';
import { isModerator } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { log } from '#lib/log.server.ts';
import { attach, liveServer, type LiveSocket } from './io.server.ts';
import { presence, readerOf, SELF } from './presence.server.ts';
import type { PresenceMessage } from './presence.ts';
import {
  publishPresenceEnd,
  publishReadersHere,
  publishTypingHere,
  requestReaders,
  sendAllReaders,
  sendHeartbeat,
} from './publish-presence.server.ts';
import { flushMessages, publishHead } from './publish.server.ts';
import { recheckSessions } from './recheck-sessions.server.ts';
import { accountRoom, MODERATORS, sessionRoom } from './rooms.ts';
import { serve, type HeadsOf } from './serve.server.ts';
import { applySiteChanges } from './site-changes.server.ts';

export interface LiveSources {
  headsOf: HeadsOf;
  mayComment: (userId: string) => Promise<boolean>;
}

/** One query for all rooms: cheap at this interval, and well within the contract's 30 s. */
const HEARTBEAT = 20_000;
/** The others consider a process gone after three of these. */
const PROCESS_HEARTBEAT = 5_000;

/** Starts the live server on this process's http server. Without one (command line, build) it does nothing. */
export async function startLive({ mayComment, ...sources }: LiveSources): Promise<void> {
  const headsOf = batched(sources.headsOf);
  const timers = [
    setInterval(() => void publishHeads(headsOf), HEARTBEAT),
    setInterval(() => void recheckSessions(), HEARTBEAT),
    setInterval(maintainProcesses, PROCESS_HEARTBEAT),
  ];
  for (const timer of timers) timer.unref();
  let stopListening = () => {};
  await attach({
    admit: (socket) => admit(socket, mayComment),
    serve: (socket) => serve(socket, headsOf),
    onPresenceChanged: applyPresence,
    onReadersRequested: (from) => (from === undefined || from === SELF) && sendAllReaders(),
    onProcessLeft: (from) => presence.forget(from).forEach(publishReadersHere),
    stop: () => {
      for (const timer of timers) clearInterval(timer);
      stopListening();
      flushMessages();
      publishPresenceEnd();
    },
  });
  requestReaders();
  if (liveServer()) stopListening = applySiteChanges(() => void recheckSessions());
}

/** After a restart thousands of sockets reconnect at once, mostly to one verdict: one query serves all of them. */
function batched(headsOf: HeadsOf): HeadsOf {
  const reads = new GroupCommit<string[], Awaited<ReturnType<HeadsOf>>>(
    async (_key, requests) => {
      const heads = await headsOf([...new Set(requests.flat())]);
      return requests.map(() => heads);
    },
    { maxItems: Infinity },
  );
  return (slugs) => reads.submit('', slugs);
}

/** Processes of which a message is missing. Their readers are requested every few seconds, so a loss is never a flood. */
const incomplete = new Set<string>();

function applyPresence(message: PresenceMessage): void {
  const { changed, missed } = presence.apply(message, Date.now());
  if (missed) incomplete.add(message.from);
  changed.forEach(publishReadersHere);
  for (const [slug] of message.typing) publishTypingHere(slug);
}

function maintainProcesses(): void {
  sendHeartbeat();
  for (const from of incomplete) requestReaders(from);
  incomplete.clear();
  presence.forgetSilent(Date.now()).forEach(publishReadersHere);
}

/** Anyone may connect. The session decides how a socket counts, which rooms it enters and when it is disconnected. */
async function admit(socket: LiveSocket, mayComment: LiveSources['mayComment']): Promise<void> {
  const session = await actorOfCookies(socket.handshake.headers.cookie);
  socket.data.reader = readerOf(session?.actor.id ?? null, socket.request);
  socket.data.session = session?.sessionId ?? null;
  socket.data.watching = new Set();
  socket.data.mayWrite = session !== null && !session.actor.waiting && (await mayComment(session.actor.id));
  if (!session) return;
  await socket.join([accountRoom(session.actor.id), sessionRoom(session.sessionId)]);
  if (!isModerator(session.actor)) return;
  await socket.join(MODERATORS);
  // The role may have been lost between reading it and joining, when this socket was not yet among the account's.
  const now = await actorOfCookies(socket.handshake.headers.cookie);
  if (!isModerator(now?.actor ?? null)) await socket.leave(MODERATORS);
}

async function publishHeads(headsOf: HeadsOf): Promise<void> {
  const slugs = presence.watched();
  if (slugs.length === 0) return;
  try {
    for (const [slug, { seq }] of await headsOf(slugs)) publishHead(slug, seq);
  } catch (error) {
    log.warn({ err: error }, 'no heartbeat: the heads of the verdicts could not be read');
  }
}
