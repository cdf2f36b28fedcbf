import { createContext, untrack } from 'svelte';
import { invalidateAll } from '$app/navigation';
import { page } from '$app/state';
import { isSharedRoute } from '#lib/http/pages/shared-pages.ts';
import type { CookieViewer } from '#lib/http/viewer-cookie.ts';
import type { LiveConnection } from './connection.svelte.ts';
import type { Burst, CaseChanged, QueueCounts, SiteMine } from './events.ts';
import { fetchMine } from './fetch-mine.ts';
import { cookieViewer, showViewer } from './root-attributes.ts';

export type Viewer = Omit<SiteMine['viewer'], 'id'>;

/** The root layout's data. `viewer` is null on a page that is the same for everyone, too. */
export interface Loaded extends Omit<SiteMine, 'viewer'> {
  viewer: Viewer | null;
}

/** A page that shows more of the reader's own state than the header. */
export interface OwnState<M extends SiteMine = SiteMine> {
  /** Where that state is, now. */
  address: () => string;
  /** Shows that state; null: nobody is signed in, or someone else from now on. */
  apply: (mine: M | null) => void;
}

/** Milliseconds until a refresh that failed is repeated; doubled each time. */
const RETRY = 5000;
const MAX_RETRY = 60_000;

const HEADER_ADDRESS = '/api/v1/mine';

export const [useAccountState, provideAccountState] = createContext<AccountState>();

/**
 * Who is signed in in this browser, and what every page shows about the account. Until the page is alive it is what the
 * server rendered; from then on the viewer cookie says who it is, because another tab may sign out or in.
 */
export class AccountState {
  readonly #connection: LiveConnection;
  #page: OwnState<never> | null = null;
  /** `#page` after the last navigation. */
  #pageBefore: OwnState<never> | null = null;
  /** `follow` has been called. */
  #alive = false;
  /** Counts refreshes: only the response to the last one is taken. */
  #refreshes = 0;
  #retryIn = RETRY;
  /** What the root layout has loaded last. */
  #loaded: Loaded;
  viewer = $state.raw<Viewer | null>(null);
  /** Why this reader can't comment or vote now, as sentences; empty: they can. */
  closed = $state.raw<string[]>([]);
  /** Why the last write was refused: another tab has signed in as someone else. */
  otherAccount = $state('');
  unread = $state(0);
  /** For moderators; null for everyone else. */
  queue = $state.raw<QueueCounts | null>(null);
  /** Bursts of votes, for moderators; null until the first message of this connection. */
  bursts = $state.raw<Burst[] | null>(null);

  constructor(connection: LiveConnection, loaded: Loaded) {
    this.#connection = connection;
    this.#loaded = loaded;
    this.#take(loaded);
    connection.listen({
      'notices:changed': ({ unread }) => (this.unread = unread),
      'case:changed': ({ counts }) => (this.queue = counts),
      'bursts:changed': ({ bursts }) => (this.bursts = bursts),
    });
    let first = true;
    connection.onConnect(() => {
      this.bursts = null;
      // The state that the page has just fetched is new enough.
      if (!first || this.#refreshes === 0) void this.refresh();
      first = false;
    });
  }

  /** Follows the cookie until the returned function is called. */
  follow(): () => void {
    this.#alive = true;
    if (!this.checkCookie() && this.#page) void this.refresh();
    const update = () => {
      if (!this.checkCookie()) void this.refresh();
    };
    const stop = new AbortController();
    const { signal } = stop;
    // From the back/forward cache, or back in the history of the same page, which is no navigation to the router.
    addEventListener('pageshow', ({ persisted }) => persisted && update(), { signal });
    addEventListener('hashchange', update, { signal });
    // The reader may have voted elsewhere, and live messages carry counts only.
    const onVisible = () => document.visibilityState === 'visible' && update();
    document.addEventListener('visibilitychange', onVisible, { signal });
    const onOther = (event: Event) => {
      this.otherAccount = (event as CustomEvent<string>).detail;
      update();
    };
    document.addEventListener('other-account', onOther, { signal });
    return () => stop.abort();
  }

  /** The root layout has new data. */
  load(loaded: Loaded): void {
    if (!this.#alive) return;
    const before = this.#loaded;
    this.#loaded = loaded;
    const named = cookieViewer();
    if (loaded.viewer && isSame(named, loaded.viewer)) {
      this.#become(loaded.viewer);
      this.#take(loaded);
      // The page has new data too, and needs its reader's own state again.
      if (this.#page) void this.refresh();
      return;
    }
    const own = untrack(() => this.closed).filter((sentence) => !before.closed.includes(sentence));
    this.closed = [...new Set([...loaded.closed, ...own])];
    if (!this.checkCookie()) void this.refresh();
  }

  /** The router has gone to another address. A component that stays needs the state of that one. */
  navigated(): void {
    this.otherAccount = '';
    const stays = this.#page !== null && this.#page === this.#pageBefore;
    this.#pageBefore = this.#page;
    if (!this.checkCookie() && stays) void this.refresh();
  }

  /** Shows who the cookie names now. @returns whether that is someone else than before, or another role */
  checkCookie(): boolean {
    const named = cookieViewer();
    if (isSame(named, this.viewer)) return false;
    this.#become(named && { ...named, waiting: false });
    void this.refresh();
    const isShared = isSharedRoute(page.route.id) && this.#loaded.viewer === null;
    // This page was made for who was signed in before. An address without a page has no data.
    if (!isShared && page.route.id !== null) void invalidateAll();
    return true;
  }

  /** Fetches this page's state instead of the header's alone, until the returned function is called. */
  register<M extends SiteMine>(own: OwnState<M>): () => void {
    this.#page = own;
    if (this.#alive) void this.refresh();
    return () => {
      if (this.#page === own) this.#page = null;
    };
  }

  /** Receives changes of cases until the returned function is called; `onReconnect` runs when some may be missing. */
  onCases(handler: (change: CaseChanged) => void, onReconnect: () => void): () => void {
    const stopListening = this.#connection.listen({ 'case:changed': handler });
    const stopReconnecting = this.#connection.onConnect(onReconnect);
    return () => {
      stopListening();
      stopReconnecting();
    };
  }

  /** Fetches the reader's own state. Not by reloading the page's data: if that fails, the page is lost. */
  async refresh(): Promise<void> {
    if (!this.viewer) return;
    const refresh = ++this.#refreshes;
    const own = this.#page;
    const mine = await fetchMine(own?.address() ?? HEADER_ADDRESS);
    if (refresh !== this.#refreshes) return;
    if (mine === 'no answer') {
      setTimeout(() => refresh === this.#refreshes && void this.refresh(), this.#retryIn);
      this.#retryIn = Math.min(2 * this.#retryIn, MAX_RETRY);
      return;
    }
    this.#retryIn = RETRY;
    // The response has deleted or corrected the cookie, or another tab has changed it.
    if (mine === 'refused' || this.checkCookie()) return;
    this.#become(mine?.viewer ?? null);
    if (!mine) return;
    this.#take(mine);
    if (own && this.#page === own) own.apply(mine as never);
  }

  /** @returns whether that is someone else than before, or another role */
  #become(viewer: Viewer | null): boolean {
    const before = untrack(() => this.viewer);
    if (isSame(before, viewer)) return false;
    if (before) this.#page?.apply(null);
    this.#take({ viewer, closed: this.#loaded.closed, unread: 0, queue: null });
    this.bursts = null;
    showViewer(viewer);
    return true;
  }

  #take({ viewer, closed, unread, queue }: Loaded): void {
    this.viewer = viewer;
    this.closed = closed;
    this.unread = unread;
    this.queue = queue;
  }
}

function isSame(one: CookieViewer | null, other: CookieViewer | null): boolean {
  return one?.username === other?.username && one?.role === other?.role;
}
