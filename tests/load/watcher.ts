// One watching client: socket.io's protocol over `ws`, because thousands of socket.io's own clients
// cost too much in one process, and the page's own ThreadSync, so that what is lost here is lost on the page.
import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { ThreadChanges } from '#lib/discussion/reading/thread-changes.ts';
import { ThreadSync } from '#lib/discussion/thread/thread-sync.ts';
import type { CommentView, VerdictChanged, Watched } from '#lib/live/events.ts';
import { RECONNECT } from '#lib/live/reconnect-backoff.ts';
import { parsePacket } from './packet.ts';
import { cachedStampOf, stampOf } from './stamp.ts';
import { sharedClock, LatencyHistogram } from './stats.ts';

export interface WatchTarget {
  url: string;
  protocol: 'socket.io' | 'ws';
  slug: string;
  /** Whether the server has a history to catch up from; the bare ones have none. */
  follows: boolean;
  /** Of a peer: the websocket's path, and packets to send once connected. Its comments are recognised by their text. */
  path?: string;
  packets?: string[];
}

/** As on the page. */
const RECONNECT_AFTER = RECONNECT.reconnectionDelay;
const SPREAD = RECONNECT.randomizationFactor;
const LONGEST_DELAY = RECONNECT.reconnectionDelayMax;

// Browsers have a connection each; the clients of one process share these.
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** Totals of all watchers in a process. */
export class WatcherStats {
  /** From sending a comment to its arrival at a client, milliseconds. */
  delivery = new LatencyHistogram();
  /** The same for comments sent while the client was disconnected. */
  caughtUp = new LatencyHistogram();
  /** From the end of a cut until the client has caught up. */
  reconnect = new LatencyHistogram();
  bytes = 0;
  messages = 0;
  tallies = 0;
  resyncs = 0;
  resets = 0;
}

export class Watcher {
  readonly #watch: WatchTarget;
  readonly #cookie: string | undefined;
  readonly #seen: WatcherStats;
  readonly #onLive: () => void;
  readonly #sync: ThreadSync | null;
  #socket: WebSocket | null = null;
  #received = new Uint8Array(64);
  #delay = RECONNECT_AFTER;
  #offlineFrom = Infinity;
  #offlineTo = Infinity;
  #cutEnds = 0;
  #closed = false;
  #started = false;
  /** Distinct comments. */
  received = 0;

  constructor(
    watch: WatchTarget,
    { cookie, seen, onLive }: { cookie?: string | undefined; seen: WatcherStats; onLive: () => void },
  ) {
    this.#watch = watch;
    this.#cookie = cookie;
    this.#seen = seen;
    this.#onLive = onLive;
    this.#sync = null;
    if (watch.follows) this.#sync = this.#newThreadSync();
    this.#connect();
  }

  /** Breaks the connection without a close frame, and reconnects after `ms` as a page does. */
  cut(ms: number): void {
    this.#offlineFrom = sharedClock();
    this.#offlineTo = Infinity;
    this.#cutEnds = this.#offlineFrom + ms * 1000;
    const connection = this.#socket!;
    this.#socket = null;
    connection.removeAllListeners();
    connection.on('error', () => {});
    connection.terminate();
    setTimeout(() => this.#closed || this.#reconnect(), ms);
  }

  close(): void {
    this.#closed = true;
    this.#sync?.stop();
    this.#socket?.terminate();
  }

  get head(): number {
    return this.#sync?.seq ?? 0;
  }

  #newThreadSync(): ThreadSync {
    const { url, slug } = this.#watch;
    return new ThreadSync(
      { seq: 0, tally: 0 },
      {
        changesSince: (seq, tally) => {
          this.#seen.resyncs += 1;
          return getJson<ThreadChanges>(`${url}/api/v1/verdicts/${slug}/changes?since=${seq}&tally=${tally}`);
        },
        apply: (comments) => this.#apply(comments),
        tallied: () => {},
        reset: () => (this.#seen.resets += 1),
      },
    );
  }

  #reconnect(): void {
    const wait = this.#delay * (1 - SPREAD + Math.random() * 2 * SPREAD);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
    setTimeout(() => this.#closed || this.#connect(), wait);
  }

  #connect(): void {
    const { url, protocol, path } = this.#watch;
    const usual = protocol === 'ws' ? '' : '/socket.io/?EIO=4&transport=websocket';
    const address = url.replace(/^http/, 'ws') + (path ?? usual);
    const headers = this.#cookie ? { cookie: this.#cookie } : {};
    const socket = new WebSocket(address, { headers, perMessageDeflate: false, skipUTF8Validation: true });
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#onPacket(data, socket));
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => {
      if (this.#closed || this.#socket !== socket) return;
      if (this.#offlineTo !== Infinity || this.#offlineFrom === Infinity) this.#offlineFrom = sharedClock();
      this.#offlineTo = Infinity;
      this.#reconnect();
    });
    if (protocol === 'ws') socket.on('open', () => this.#watchAfterConnect(socket));
  }

  #onPacket(data: Buffer, socket: WebSocket): void {
    const now = sharedClock();
    this.#seen.bytes += data.length;
    const { text: packet, event } = parsePacket(data);
    if (this.#watch.packets) this.#receiveFromPeer(packet, now);
    else if (packet.startsWith('42')) this.#receive(event(), now);
    else if (packet.startsWith('430')) void this.#watched((JSON.parse(packet.slice(3)) as [Watched])[0]);
    if (this.#watch.protocol === 'ws') return;
    if (packet === '2') socket.send('3');
    else if (packet.startsWith('0')) socket.send('40');
    else if (packet.startsWith('40')) this.#watchAfterConnect(socket);
  }

  #watchAfterConnect(socket: WebSocket): void {
    const { packets, protocol, slug } = this.#watch;
    for (const packet of packets ?? []) socket.send(packet);
    if (packets || protocol === 'ws') this.#live();
    else socket.send(`420${JSON.stringify(['verdict:watch', { verdict: slug, packed: true }])}`);
  }

  /** A comment's text is somewhere in a peer's message, whatever its format. */
  #receiveFromPeer(packet: string, now: number): void {
    const stamp = stampOf(packet);
    if (!stamp) return;
    this.#seen.messages += 1;
    if (this.#isNew(stamp.n)) this.#count(stamp.at, now);
  }

  #receive([event, payload]: [string, unknown], now: number): void {
    if (event === 'verdict:head') this.#sync?.onHead((payload as { seq: number }).seq);
    if (event === 'verdict:tallied') this.#seen.tallies += 1;
    if (event !== 'verdict:changed') return;
    this.#seen.messages += 1;
    const changed = payload as VerdictChanged;
    if (this.#sync) this.#sync.onChanged(changed);
    else this.#apply(changed.comments, now);
  }

  async #watched(watched: Watched): Promise<void> {
    if (!watched.ok) throw new Error(`watching was refused: ${watched.code}`);
    if (this.#sync) {
      if (!this.#started) this.#sync.onChanged({ ...watched, since: 0, verdict: '', comments: [], total: 0 });
      else if (watched.seq > this.#sync.seq) await this.#sync.resync();
    }
    this.#live();
  }

  #live(): void {
    this.#delay = RECONNECT_AFTER;
    const now = sharedClock();
    if (this.#offlineFrom !== Infinity) this.#offlineTo = now;
    if (this.#cutEnds) this.#seen.reconnect.record((now - this.#cutEnds) / 1000);
    this.#cutEnds = 0;
    if (!this.#started) this.#onLive();
    this.#started = true;
  }

  #apply(comments: CommentView[], now = sharedClock()): void {
    for (const comment of comments) {
      const stamp = cachedStampOf(comment);
      if (stamp && this.#isNew(stamp.n)) this.#count(stamp.at, now);
    }
  }

  #count(at: number, now: number): void {
    const offconnection = at >= this.#offlineFrom && at <= this.#offlineTo;
    (offconnection ? this.#seen.caughtUp : this.#seen.delivery).record((now - at) / 1000);
  }

  #isNew(n: number): boolean {
    if (n >= this.#received.length) {
      const wider = new Uint8Array(Math.max(n + 1, this.#received.length * 2));
      wider.set(this.#received);
      this.#received = wider;
    }
    if (this.#received[n]) return false;
    this.#received[n] = 1;
    this.received += 1;
    return true;
  }
}

function getJson<T>(url: string): Promise<T> {
  return new Promise((done, failed) => {
    get(url, { agent }, (response) => {
      text(response).then((json) => {
        if (response.statusCode === 200) done(JSON.parse(json) as T);
        else failed(new Error(`${url} returned ${response.statusCode}`));
      }, failed);
    }).on('error', failed);
  });
}
