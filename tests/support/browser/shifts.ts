// Layout shifts of a page.
import type { Page } from '@playwright/test';

interface ShiftingWindow {
  shifts: { value: number; what: string[] }[];
}

/** Records every layout shift from the first paint on, with the elements that moved. */
export function watchShifts() {
  const seen: ShiftingWindow['shifts'] = [];
  Object.assign(window, { shifts: seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
    })[])
      seen.push({
        value: entry.value,
        what: entry.sources.map(({ node, previousRect, currentRect }) => {
          const [before, after] = [previousRect, currentRect].map(({ x, y, width, height }) =>
            [x, y, width, height].map(Math.round).join(' '),
          );
          const element = node instanceof Element ? node.outerHTML.slice(0, 80) : '?';
          return `${element} from ${before} to ${after}`;
        }),
      });
  }).observe({ type: 'layout-shift', buffered: true });
}

/** The sum so far, after two frames, so that the observer has all entries. */
export async function shiftOf(page: Page): Promise<{ sum: number; what: string }> {
  const shifts = await page.evaluate(
    () =>
      new Promise<ShiftingWindow['shifts']>((done) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => setTimeout(() => done((window as unknown as ShiftingWindow).shifts))),
        ),
      ),
  );
  return { sum: shifts.reduce((sum, { value }) => sum + value, 0), what: JSON.stringify(shifts, null, 1) };
}
