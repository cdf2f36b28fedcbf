import { getContext, setContext } from 'svelte';
import { LiveConnection } from './connection.svelte.ts';
import type { Burst, CaseChanged, QueueCounts, Role } from './events.ts';

const KEY = Symbol('account line');

interface Known {
  unread: number;
  /** For moderators; null for everybody else. */
  queue: QueueCounts | null;
}

/** What the header of every page says of an account. */
export interface AccountCounts extends Known {
  username: string;
  role: Role;
  /** Whether an admin has yet to approve it. */
  waiting: boolean;
}

/**
 * The line of somebody signed in, on every page: how many notices are unread, and for moderators what the queue holds.
 * It lives as long as the layout does, beside a page's own line: a verdict's room is entered and left as pages come
 * and go, and neither should wait for the other.
 */
export class AccountState {
  unread = $state(0);
  queue = $state<QueueCounts | null>(null);
  /** Bursts of votes, for moderators; null until the first message of this connection. */
  bursts = $state<Burst[] | null>(null);
  readonly #hearers = new Set<(news: CaseChanged) => void>();
  readonly #returned = new Set<() => void>();
  #connection: LiveConnection | null = null;

  /** What the server has just said counts. */
  take({ unread, queue }: Known): void {
    this.unread = unread;
    this.queue = queue;
  }

  /** `onLive` runs at every (re)connection: what was told before it was not heard. */
  open(onLive: () => void): void {
    this.#connection = new LiveConnection({
      listen: (socket) => {
        socket.on('notices:changed', ({ unread }) => (this.unread = unread));
        socket.on('case:changed', (news) => this.#hear(news));
        socket.on('bursts:changed', ({ bursts }) => (this.bursts = bursts));
      },
      onLive: () => {
        this.bursts = null;
        onLive();
        for (const back of this.#returned) back();
      },
    });
    void this.#connection.open();
  }

  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  get state() {
    return this.#connection?.state ?? 'offline';
  }

  /** Hears of cases until the returned function is called; `back` runs when the line was away and is here again. */
  onCases(hear: (news: CaseChanged) => void, back: () => void): () => void {
    this.#hearers.add(hear);
    this.#returned.add(back);
    return () => {
      this.#hearers.delete(hear);
      this.#returned.delete(back);
    };
  }

  #hear(news: CaseChanged): void {
    this.queue = news.counts;
    for (const hear of this.#hearers) hear(news);
  }
}

/** Made by the root layout. */
export function provideAccountState(line: AccountState): AccountState {
  return setContext(KEY, line);
}

export function useAccountState(): AccountState {
  return getContext<AccountState>(KEY);
}
