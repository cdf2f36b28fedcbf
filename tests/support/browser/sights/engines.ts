// Two engines that find accessibility faults, run in the page.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Result, RunOptions } from 'axe-core';

const { resolve } = createRequire(import.meta.url);
const sourceOf = (file: string) => readFileSync(resolve(file), 'utf8');
/** As scripts of the page that evaluate() may run in spite of its CSP. */
const AXE = `${sourceOf('axe-core/axe.min.js')};void 0`;
const IBM = `${sourceOf('accessibility-checker-engine/ace.js')};window.ace = ace;void 0`;

/** Rules of IBM’s engine that we don’t follow, with the reason. All but the first two only ask a person to look. */
const IGNORED: Record<string, string> = {
  aria_form_label_unique: 'a form without a name is no landmark; axe compares those with one',
  aria_article_label_unique: 'articles are no landmarks, and one reader writes many comments',
  blockquote_cite_exists: 'readers’ quotations have no address',
  element_tabbable_unobscured: 'what a scrolling box hides is scrolled into view by focus',
  element_tabbable_visible: 'the skip link appears with focus; keyboard.test.ts checks it',
  form_submit_button_exists: 'buttons of comments belong to one form by their form attribute',
  frame_src_valid: 'the mail in a frame is checked by its own tests',
  input_checkboxes_grouped: 'a switch stands alone; those of a list have a group, or a name each',
  input_label_visible: 'a filter or a checkbox of a row is named by what is next to it',
  style_color_misuse: 'about whole style sheets',
  style_focus_visible: 'measured in forced colours',
  style_viewport_resizable: 'about whole style sheets',
  text_block_heading: 'short bold paragraphs, such as figures and stamps',
  text_quoted_correctly: 'quotation marks in others’ texts',
  text_sensory_misuse: 'words such as "Top stories"',
  widget_tabbable_exists: 'a roving tabindex leaves one checkbox of a list in the tab order',
};

interface Engines {
  axe?: { run: (options: RunOptions) => Promise<{ violations: Result[] }> };
  ace?: { Checker: new () => Checker };
}

interface Checker {
  check: (root: Document, guidelines: string[]) => Promise<IbmReport>;
  disableRule: (id: string) => void;
}

interface IbmReport {
  results: {
    ruleId: string;
    /** What kind of finding, and how sure. */
    value: [policy: string, confidence: string];
    message: string;
    snippet: string;
    node?: Node;
  }[];
}

/** @returns axe’s violations, of any impact */
export async function axeFaults(page: Page, only?: readonly string[]): Promise<string[]> {
  await inject(page, 'axe', AXE);
  const options: RunOptions = {
    // Details of passed checks are slow to collect.
    resultTypes: ['violations'],
    // Only rules about media and orientation need it: every style sheet is fetched again.
    preload: false,
    ...(only ? { runOnly: [...only] } : { rules: { 'target-size': { enabled: true } } }),
  };
  const violations = await page.evaluate(async (options) => {
    const { axe } = window as Engines;
    return (await axe!.run(options)).violations;
  }, options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

/** @returns violations and what may be one; not recommendations, nor what only a person can tell */
export async function ibmFaults(page: Page): Promise<string[]> {
  await inject(page, 'ace', IBM);
  return page.evaluate(async (ignored) => {
    const { ace } = window as Engines;
    const checker = new ace!.Checker();
    for (const rule of ignored) checker.disableRule(rule);
    const { results } = await checker.check(document, ['WCAG_2_2']);
    return (
      results
        .filter(({ value: [policy, sure] }) => policy === 'VIOLATION' && /FAIL|POTENTIAL/.test(sure))
        // The engine doesn't see that a closed <details> hides its content. Nobody meets that either.
        .filter(({ node }) => !(node instanceof Element) || node.checkVisibility())
        .map(
          ({ ruleId, message, snippet, value }) =>
            `${ruleId} (${value[1]}): ${message} ${snippet.slice(0, 200)}`,
        )
    );
  }, Object.keys(IGNORED));
}

/** Injecting takes longer than asking. */
async function inject(page: Page, name: keyof Engines, source: string) {
  if (!(await page.evaluate((name) => name in window, name))) await page.evaluate(source);
}
