// One watching client: the wire of socket.io spoken by hand over `ws` (socket.io's own client is made for a page, not
// for thousands in a process), and above it the page's own Follower, so that what is lost here is lost there.
import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { Follower, type ChangesResponse } from '#lib/discussion/thread/follower.ts';
import type { CommentView, VerdictChanged, Watched } from '#lib/live/events.ts';
import { RECONNECT } from '#lib/live/reconnect.ts';
import { readPacket } from './packet.ts';
import { stampIn, stampOf } from './stamp.ts';
import { sharedClock, Times } from './stats.ts';

export interface Watch {
  url: string;
  protocol: 'socket.io' | 'ws';
  slug: string;
  /** Whether the server keeps a history to catch up from; the bare ones keep none. */
  follows: boolean;
  /** Of a peer: where its websocket is, and what to say once connected; its comments are then known by their text. */
  path?: string;
  say?: string[];
}

/** As the page. */
const RECONNECT_AFTER = RECONNECT.reconnectionDelay;
const SPREAD = RECONNECT.randomizationFactor;
const LONGEST_DELAY = RECONNECT.reconnectionDelayMax;

// Browsers have a connection each; ten thousand clients in one process share these.
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** What all watchers of a process have seen together. */
export class Seen {
  /** From a comment's leaving to a client having it, milliseconds. */
  delivery = new Times();
  /** The same for what was said while the client was cut off. */
  caughtUp = new Times();
  /** From the end of a cut to being level with the server again. */
  back = new Times();
  bytes = 0;
  messages = 0;
  tallies = 0;
  resyncs = 0;
  resets = 0;
}

export class Watcher {
  readonly #watch: Watch;
  readonly #cookie: string | undefined;
  readonly #seen: Seen;
  readonly #onLive: () => void;
  readonly #follower: Follower | null;
  #socket: WebSocket | null = null;
  #got = new Uint8Array(64);
  #delay = RECONNECT_AFTER;
  #awayFrom = Infinity;
  #awayTo = Infinity;
  #cutEnds = 0;
  #closed = false;
  #started = false;
  /** Different comments that it has. */
  received = 0;

  constructor(
    watch: Watch,
    { cookie, seen, onLive }: { cookie?: string | undefined; seen: Seen; onLive: () => void },
  ) {
    this.#watch = watch;
    this.#cookie = cookie;
    this.#seen = seen;
    this.#onLive = onLive;
    this.#follower = null;
    if (watch.follows) this.#follower = this.#newFollower();
    this.#connect();
  }

  /** Loses the line without a word to the other side, and comes back after so many milliseconds as a page does. */
  cut(ms: number): void {
    this.#awayFrom = sharedClock();
    this.#awayTo = Infinity;
    this.#cutEnds = this.#awayFrom + ms * 1000;
    const line = this.#socket!;
    this.#socket = null;
    line.removeAllListeners();
    line.on('error', () => {});
    line.terminate();
    setTimeout(() => this.#closed || this.#comeBack(), ms);
  }

  close(): void {
    this.#closed = true;
    this.#follower?.stop();
    this.#socket?.terminate();
  }

  get head(): number {
    return this.#follower?.seq ?? 0;
  }

  #newFollower(): Follower {
    const { url, slug } = this.#watch;
    return new Follower(
      { seq: 0, tally: 0 },
      {
        changesSince: (seq, tally) => {
          this.#seen.resyncs += 1;
          return ask<ChangesResponse>(`${url}/api/v1/verdicts/${slug}/changes?since=${seq}&tally=${tally}`);
        },
        apply: (comments) => this.#apply(comments),
        tallied: () => {},
        reset: () => (this.#seen.resets += 1),
      },
    );
  }

  #comeBack(): void {
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
    socket.on('message', (data: Buffer) => this.#hear(data, socket));
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => {
      if (this.#closed || this.#socket !== socket) return;
      if (this.#awayTo !== Infinity || this.#awayFrom === Infinity) this.#awayFrom = sharedClock();
      this.#awayTo = Infinity;
      this.#comeBack();
    });
    if (protocol === 'ws') socket.on('open', () => this.#greet(socket));
  }

  #hear(data: Buffer, socket: WebSocket): void {
    const now = sharedClock();
    this.#seen.bytes += data.length;
    const { text: packet, news } = readPacket(data);
    if (this.#watch.say) this.#hearPeer(packet, now);
    else if (packet.startsWith('42')) this.#news(news(), now);
    else if (packet.startsWith('430')) void this.#watched((JSON.parse(packet.slice(3)) as [Watched])[0]);
    if (this.#watch.protocol === 'ws') return;
    if (packet === '2') socket.send('3');
    else if (packet.startsWith('0')) socket.send('40');
    else if (packet.startsWith('40')) this.#greet(socket);
  }

  /** Connected: asks for what it wants to hear. */
  #greet(socket: WebSocket): void {
    const { say, protocol, slug } = this.#watch;
    for (const packet of say ?? []) socket.send(packet);
    if (say || protocol === 'ws') this.#live();
    else socket.send(`420${JSON.stringify(['verdict:watch', { verdict: slug, packed: true }])}`);
  }

  /** Whatever shape a peer's messages have, a comment's text stands somewhere in them. */
  #hearPeer(packet: string, now: number): void {
    const stamp = stampOf(packet);
    if (!stamp) return;
    this.#seen.messages += 1;
    if (this.#isNew(stamp.n)) this.#count(stamp.at, now);
  }

  #news([event, news]: [string, unknown], now: number): void {
    if (event === 'verdict:head') this.#follower?.onHead((news as { seq: number }).seq);
    if (event === 'verdict:tallied') this.#seen.tallies += 1;
    if (event !== 'verdict:changed') return;
    this.#seen.messages += 1;
    const changed = news as VerdictChanged;
    if (this.#follower) this.#follower.onChanged(changed);
    else this.#apply(changed.comments, now);
  }

  async #watched(told: Watched): Promise<void> {
    if (!told.ok) throw new Error(`watching was refused: ${told.code}`);
    if (this.#follower) {
      if (!this.#started)
        this.#follower.onChanged({ ...told, since: 0, verdict: '', comments: [], total: 0 });
      else if (told.seq > this.#follower.seq) await this.#follower.resync();
    }
    this.#live();
  }

  #live(): void {
    this.#delay = RECONNECT_AFTER;
    const now = sharedClock();
    if (this.#awayFrom !== Infinity) this.#awayTo = now;
    if (this.#cutEnds) this.#seen.back.add((now - this.#cutEnds) / 1000);
    this.#cutEnds = 0;
    if (!this.#started) this.#onLive();
    this.#started = true;
  }

  #apply(comments: CommentView[], now = sharedClock()): void {
    for (const comment of comments) {
      const stamp = stampIn(comment);
      if (stamp && this.#isNew(stamp.n)) this.#count(stamp.at, now);
    }
  }

  #count(at: number, now: number): void {
    const away = at >= this.#awayFrom && at <= this.#awayTo;
    (away ? this.#seen.caughtUp : this.#seen.delivery).add((now - at) / 1000);
  }

  #isNew(n: number): boolean {
    if (n >= this.#got.length) {
      const wider = new Uint8Array(Math.max(n + 1, this.#got.length * 2));
      wider.set(this.#got);
      this.#got = wider;
    }
    if (this.#got[n]) return false;
    this.#got[n] = 1;
    this.received += 1;
    return true;
  }
}

function ask<T>(url: string): Promise<T> {
  return new Promise((done, failed) => {
    get(url, { agent }, (response) => {
      text(response).then((json) => {
        if (response.statusCode === 200) done(JSON.parse(json) as T);
        else failed(new Error(`${url} answered ${response.statusCode}`));
      }, failed);
    }).on('error', failed);
  });
}
