export interface TextErrorDetails {
  /** The line of the text, from 1, where reading failed. */
  line: number;
  expected: string;
  found: string;
  /** True where the text is refused for its size alone. */
  tooLarge?: boolean;
}

/** A text that can't be read as a verdict. The message says what was expected, what was found, and on which line. */
export class VerdictTextError extends Error {
  override name = 'VerdictTextError';
  readonly line: number;
  readonly expected: string;
  readonly tooLarge: boolean;
  private readonly found: string;

  constructor({ line, expected, found, tooLarge = false }: TextErrorDetails) {
    super(`Line ${line}: expected ${expected}, found ${found}.`);
    this.line = line;
    this.expected = expected;
    this.tooLarge = tooLarge;
    this.found = found;
  }

  /** The same fault, with the line of the HTML that the line of text came from. */
  atHtmlLine(sourceLine: number): VerdictTextError {
    const { line, expected, found, tooLarge } = this;
    const fault = new VerdictTextError({ line, expected, found, tooLarge });
    fault.message += ` In the HTML, that is line ${sourceLine}.`;
    return fault;
  }
}
