/** A mail of plain-text sentences and at most one link. */
export interface BasicMail {
  subject: string;
  heading: string;
  paragraphs: string[];
  /** `href` is absolute: see siteAddress. */
  button?: { label: string; href: string };
  /** Below the button: how long the link works, and what to do if the reader didn't request it. */
  after?: string[];
}

export function basicMailText({ heading, paragraphs, button, after = [] }: BasicMail): string {
  const link = button ? [`${button.label}:\n${button.href}`] : [];
  return `${[heading, ...paragraphs, ...link, ...after].join('\n\n')}\n`;
}
