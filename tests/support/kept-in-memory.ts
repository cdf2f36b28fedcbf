import { vi } from 'vitest';

/** Gives the test a browser's storage of its own; `vi.unstubAllGlobals()` takes it away. */
export function keptInMemory(): void {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
    removeItem: (key: string) => kept.delete(key),
  });
}
