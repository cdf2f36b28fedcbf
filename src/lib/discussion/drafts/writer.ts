import { newNonce } from './storage.ts';

const KEY = 'copecheck.writer';
let writer: string | null = null;

/** This tab's id, which a reload keeps. A copied tab copies its session storage, so the id is there between pages only. */
export function thisWriter(): string {
  if (writer) return writer;
  const id = take() ?? newNonce();
  writer = id;
  addEventListener('pagehide', () => keep(id));
  addEventListener('pageshow', () => void take());
  return id;
}

function take(): string | null {
  try {
    const id = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return id;
  } catch {
    return null;
  }
}

function keep(id: string): void {
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // The next page is another writer, and gets the latest text.
  }
}
