import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PATIENCE } from '../../../tests/support/patience.ts';
import { LiveConnection } from './connection.svelte.ts';
import type { Watched } from './events.ts';

const WATCHED: Watched = { ok: true, seq: 1, tally: 0, readers: 1 };

/** A socket that records what is sent and acknowledges `verdict:watch` on demand. */
class FakeSocket {
  connected = false;
  active = true;
  readonly io = { reconnectionDelay: () => {} };
  readonly sent: unknown[] = [];
  readonly acknowledge: ((watched?: Watched) => void)[] = [];
  readonly #handlers = new Map<string, (reason?: string) => void>();

  on(event: string, handler: () => void) {
    this.#handlers.set(event, handler);
  }
  onAny() {}
  timeout() {
    return this;
  }
  emit(event: string, { verdict }: { verdict: string | null }) {
    this.sent.push([event, verdict]);
  }
  emitWithAck(event: string, input: { verdict: string | null }) {
    this.emit(event, input);
    return new Promise((done) => this.acknowledge.push((watched = WATCHED) => done(watched)));
  }
  connect() {
    [this.connected, this.active] = [true, true];
    this.#handlers.get('connect')!();
  }
  disconnect() {
    [this.connected, this.active] = [false, false];
    this.#handlers.get('disconnect')!('io client disconnect');
  }
}

let socket: FakeSocket;
const io = vi.fn(() => socket);
vi.mock('$app/navigation', () => ({ invalidate: vi.fn() }));
vi.mock('socket.io-client', () => ({ io: () => io() }));

beforeEach(() => {
  socket = new FakeSocket();
  io.mockClear();
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('addEventListener', () => {});
});
afterEach(() => vi.unstubAllGlobals());

async function connected(connection: LiveConnection): Promise<void> {
  await vi.waitFor(() => expect(io).toHaveBeenCalledTimes(1), PATIENCE);
  await vi.waitFor(() => socket.connect(), PATIENCE);
  expect(connection.state).toBe('live');
}

test('connects only once an account is signed in or a room is watched', async () => {
  const connection = new LiveConnection();
  connection.setAccount(null);
  expect(io).not.toHaveBeenCalled();
  connection.watch('v', {}, () => {});
  await connected(connection);
  connection.setAccount('ada');
  expect(io).toHaveBeenCalledTimes(1);
});

test('leaves a room only once the server has entered it', async () => {
  const connection = new LiveConnection();
  const unwatch = connection.watch('v', {}, () => {});
  await connected(connection);
  unwatch();
  await Promise.resolve();
  expect(socket.sent).toEqual([['verdict:watch', 'v']]);
  socket.acknowledge[0]!();
  await vi.waitFor(() => expect(socket.sent.at(-1)).toEqual(['verdict:unwatch', 'v']), PATIENCE);
});

test('stays in a room that the next page watches too', async () => {
  const connection = new LiveConnection();
  const unwatch = connection.watch('v', {}, () => {});
  await connected(connection);
  socket.acknowledge[0]!();
  unwatch();
  const onWatched = vi.fn();
  connection.watch('v', {}, onWatched);
  socket.acknowledge[1]!();
  await vi.waitFor(() => expect(onWatched).toHaveBeenCalledWith(WATCHED), PATIENCE);
  expect(socket.sent).toEqual([
    ['verdict:watch', 'v'],
    ['verdict:watch', 'v'],
  ]);
});

test('enters the watched rooms again as another account', async () => {
  const connection = new LiveConnection();
  connection.setAccount('ada');
  connection.watch(null, {}, () => {});
  await connected(connection);
  connection.setAccount(null);
  expect(connection.state).toBe('live');
  expect(socket.sent).toEqual([
    ['verdict:watch', null],
    ['verdict:watch', null],
  ]);
});

test('disconnects when signed out and nothing is watched', async () => {
  const connection = new LiveConnection();
  connection.setAccount('ada');
  await connected(connection);
  connection.setAccount(null);
  expect(socket.connected).toBe(false);
});

test('watches again after the rate limit refused it', async () => {
  const connection = new LiveConnection();
  const onWatched = vi.fn();
  connection.watch('v', {}, onWatched);
  await connected(connection);
  vi.useFakeTimers();
  socket.acknowledge[0]!({ ok: false, code: 'rate-limited' });
  await vi.advanceTimersByTimeAsync(1_500);
  vi.useRealTimers();
  expect(socket.sent).toEqual([
    ['verdict:watch', 'v'],
    ['verdict:watch', 'v'],
  ]);
  socket.acknowledge[1]!();
  await vi.waitFor(() => expect(onWatched).toHaveBeenCalledTimes(1), PATIENCE);
});
