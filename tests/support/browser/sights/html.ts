// A validator for the HTML that the server sends.
import { HtmlValidate, Rule, StaticConfigLoader, type DOMReadyEvent } from 'html-validate';

/** Permitted by the standard, and never meant. */
class NoEmpty extends Rule {
  setup() {
    this.on('dom:ready', ({ document }: DOMReadyEvent) => {
      for (const node of document.querySelectorAll('th, ul, ol, dl, table'))
        if (node.textContent.trim() === '' && !node.hasAttribute('hidden') && !node.closest('[hidden]'))
          this.report({ node, message: `<${node.tagName}> is empty` });
    });
  }
}

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ['html-validate:standard', 'html-validate:a11y'],
    plugins: [{ rules: { 'no-empty': NoEmpty } }],
    rules: {
      'no-empty': 'error',
      // HTML names submit as the default, and a page has hundreds of buttons.
      'no-implicit-button-type': 'off',
      // Buttons of comments belong to a form by their attribute.
      'wcag/h32': 'off',
      // Reply leads to a page, by a form, so that crawlers don't follow it from every comment.
      'prefer-native-element': ['error', { exclude: ['link'] }],
      // As on a quotation.
      'aria-label-misuse': ['error', { allowAnyNamable: true }],
    },
  }),
);

/** @returns what is invalid, with the source around it */
export async function htmlFaults(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  const lines = html.split('\n');
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => {
      const around = lines[line - 1]!.slice(Math.max(0, column - 40), column + 120);
      return `${ruleId}: ${message} at ${around}`;
    }),
  );
}
