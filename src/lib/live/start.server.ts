import { actorOfCookies, rolesOfSessions } from '#lib/accounts/session.server.ts';
import { isModerator } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { log } from '#lib/log.server.ts';
import { attach, liveServer, type LiveSocket } from './io.server.ts';
import { presence, readerOf, SELF } from './presence.server.ts';
import type { PresenceNews } from './presence.ts';
import {
  askForReaders,
  sendHeartbeat,
  sendReaders,
  publishHead,
  publishReadersHere,
  publishPending,
  publishTypingHere,
} from './publish.server.ts';
import { accountRoom, MODERATORS, sessionRoom } from './rooms.ts';
import { serve, type HeadsOf } from './serve.server.ts';
import { hearSiteChanges } from './site-changes.server.ts';

/** What the wire must ask of the rooms that stand above it. */
export interface Heads {
  headsOf: HeadsOf;
  /** Whether nothing keeps this account from commenting. */
  mayComment: (userId: string) => Promise<boolean>;
}

/** Seldom enough to cost nothing (one query for all rooms), often enough for the contract's 30 s. */
const HEARTBEAT = 20_000;
/** How often this process shows the others that it is alive: three times before they take it for dead. */
const ALIVE = 5_000;

/** Puts the live wire on this process's http server; where there is none (command line, build), does nothing. */
export async function startLive({ mayComment, ...heads }: Heads): Promise<void> {
  // After a restart thousands of sockets come back at once, mostly to one verdict: one query tells them all.
  const crowd = new GroupCommit<string[], Awaited<ReturnType<HeadsOf>>>(
    async (_key, asked) => {
      const found = await heads.headsOf([...new Set(asked.flat())]);
      return asked.map(() => found);
    },
    { most: Infinity },
  );
  const headsOf: HeadsOf = (slugs) => crowd.submit('', slugs);
  const clocks = [
    setInterval(() => void beat(headsOf), HEARTBEAT),
    setInterval(() => void recheckSessions(), HEARTBEAT),
    setInterval(keepLevel, ALIVE),
  ];
  for (const clock of clocks) clock.unref();
  let stopHearing = () => {};
  const stop = () => {
    for (const clock of clocks) clearInterval(clock);
    stopHearing();
    publishPending();
  };
  await attach({
    ...{ admit: (socket) => admit(socket, mayComment), serve: (socket) => serve(socket, headsOf), stop },
    hear: hearPresence,
    answer: (of) => (of === undefined || of === SELF) && sendReaders(),
    forget: (from) => presence.forget(from).forEach(publishReadersHere),
  });
  askForReaders();
  if (liveServer()) stopHearing = hearSiteChanges(() => void recheckSessions());
}

/** The processes of which a message is missing. Asked for all every few seconds, so that a loss is never a flood. */
const missed = new Set<string>();

function hearPresence(news: PresenceNews): void {
  const heard = presence.hear(news, Date.now());
  if (heard.missed) missed.add(news.from);
  heard.moved.forEach(publishReadersHere);
  for (const [slug] of news.typing) publishTypingHere(slug);
}

/** Keeps the processes' counts of each other right: heartbeat, repair, and an end to those that are silent. */
function keepLevel(): void {
  sendHeartbeat();
  for (const from of missed) askForReaders(from);
  missed.clear();
  presence.forgetSilent(Date.now()).forEach(publishReadersHere);
}

/** Signed in or not, everybody may listen; who it is decides what they count as, and what closes with the session. */
async function admit(socket: LiveSocket, mayComment: Heads['mayComment']): Promise<void> {
  const session = await actorOfCookies(socket.handshake.headers.cookie);
  socket.data.reader = readerOf(session?.actor.id ?? null, socket.request);
  socket.data.session = session?.sessionId ?? null;
  socket.data.watching = new Set();
  socket.data.mayWrite = session !== null && !session.actor.waiting && (await mayComment(session.actor.id));
  if (!session) return;
  await socket.join([accountRoom(session.actor.id), sessionRoom(session.sessionId)]);
  if (!isModerator(session.actor)) return;
  await socket.join(MODERATORS);
  // The role may have been lost between reading it and joining, when the sockets of the account were cut without this.
  const now = await actorOfCookies(socket.handshake.headers.cookie);
  if (!isModerator(now?.actor ?? null)) await socket.leave(MODERATORS);
}

/**
 * Cuts the sockets whose session has ended or is no longer a moderator's, in one query for all. Most are cut at once, by
 * the process that ends the session or by hearSiteChanges. This finds sessions that have expired, sockets that were
 * being admitted at that moment, and what was missed while the database was away.
 */
async function recheckSessions(): Promise<void> {
  const sockets = [...(liveServer()?.of('/').sockets.values() ?? [])].filter(({ data }) => data.session);
  if (sockets.length === 0) return;
  try {
    const roles = await rolesOfSessions([...new Set(sockets.map(({ data }) => data.session!))]);
    for (const socket of sockets) {
      const role = roles.get(socket.data.session!);
      if (!role || (role === 'reader' && socket.rooms.has(MODERATORS))) socket.disconnect(true);
    }
  } catch (error) {
    // What can't be proven is not believed; a moderator reconnects when the database is back.
    log.warn({ err: error }, 'moderators are cut: their roles could not be read');
    liveServer()?.local.in(MODERATORS).disconnectSockets(true);
  }
}

async function beat(headsOf: HeadsOf): Promise<void> {
  const slugs = presence.watched();
  if (slugs.length === 0) return;
  try {
    for (const [slug, { seq }] of await headsOf(slugs)) publishHead(slug, seq);
  } catch (error) {
    // The database is away; the next beat tells. Readers see what they have meanwhile.
    log.warn({ err: error }, 'no heartbeat: the heads of the verdicts could not be read');
  }
}
