// What must hold at every width: nothing scrolls sideways, controls are large enough and don't overlap.
import type { Page } from '@playwright/test';

/** What readers may set, by WCAG 1.4.12. */
const TEXT_SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }
  li { content-visibility: visible !important }`;

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

/** At 320 px, with text spacing: WCAG 1.4.10 and 1.4.12 at once. */
export async function spacedFaults(page: Page): Promise<string[]> {
  const style = await page.evaluateHandle((css) => {
    const style = document.createElement('style');
    style.textContent = css;
    document.head.append(style);
    return style;
  }, TEXT_SPACING);
  const faults = [...(await fitFaults(page, 320)), ...(await controlFaults(page))];
  await style.evaluate((style) => style.remove());
  return faults;
}

/**
 * @returns controls that overlap, are smaller than 24 px (WCAG 2.5.8), or have text below 16 px, into which phones zoom.
 * A link in a sentence may be as small as its line.
 */
export function controlFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const MIN = 24;
    const controls = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button, input, select, textarea, summary, [role=button]',
      ),
    ].filter((control) => {
      const { width, height, bottom } = control.getBoundingClientRect();
      return (
        width > 2 &&
        height > 2 &&
        // A skip link is above the page until it has the focus.
        bottom + scrollY > 0 &&
        control.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      );
    });
    const named = (control: HTMLElement) => control.outerHTML.replace(/\s+/g, ' ').slice(0, 140);
    const faults: string[] = [];

    const isFloating = (control: HTMLElement | null): boolean =>
      !!control &&
      (/fixed|sticky/.test(getComputedStyle(control).position) || isFloating(control.parentElement));
    const inSentence = (control: HTMLElement) => {
      const parent = control.parentElement!;
      if (
        getComputedStyle(control).display !== 'inline' ||
        /flex|grid/.test(getComputedStyle(parent).display)
      )
        return false;
      const around = [...parent.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      return around.some((node) => node.textContent!.trim().length > 0);
    };
    for (const control of controls) {
      const { width, height } = control.getBoundingClientRect();
      const isTick = control.matches('[type=checkbox], [type=radio]');
      // A label is part of its control.
      const target = (isTick && control.closest('label')?.getBoundingClientRect()) || { width, height };
      if ((target.width < MIN - 0.01 || target.height < MIN - 0.01) && !inSentence(control))
        faults.push(`${target.width.toFixed(1)} × ${target.height.toFixed(1)} px: ${named(control)}`);
      if (
        control.matches(
          'input:not([type=checkbox], [type=radio], [type=file], [type=submit]), select, textarea',
        ) &&
        parseFloat(getComputedStyle(control).fontSize) < 16
      )
        faults.push(`text of ${getComputedStyle(control).fontSize}: ${named(control)}`);
    }

    const settled = controls.filter((control) => !isFloating(control));
    /** Without the padding of a link in a line, which may reach into the next line. */
    const boxesOf = (control: HTMLElement) => {
      const { display, paddingTop } = getComputedStyle(control);
      const reach = display === 'inline' ? parseFloat(paddingTop) : 0;
      return [...control.getClientRects()].map(({ left, right, top, bottom }) => ({
        control,
        box: { left, right, top: top + reach, bottom: bottom - reach },
      }));
    };
    const boxes = settled.flatMap(boxesOf);
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) {
        if (a.control.contains(b.control) || b.control.contains(a.control)) continue;
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (wide > 1 && high > 1)
          faults.push(
            `overlap by ${wide.toFixed(1)} × ${high.toFixed(1)} px: ${named(a.control)} ${named(b.control)}`,
          );
      }
    return faults;
  });
}
