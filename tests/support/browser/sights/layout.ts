// What must hold at every width.
import type { Page } from '@playwright/test';

/** @returns what doesn't fit into this width */
export async function fitFaults(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 844 });
  return page.evaluate(() => {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return [];
    const culprits = [...document.querySelectorAll('main *, header *, footer *')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    );
    return [
      `${over} px wider than ${innerWidth} px`,
      ...culprits.slice(0, 4).map(({ outerHTML }) => outerHTML.slice(0, 120)),
    ];
  });
}
