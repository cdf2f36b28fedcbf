export interface TextErrorDetails {
  /** From 1. */
  line: number;
  expected: string;
  found: string;
  /** Refused for its size alone. */
  tooLarge?: boolean;
}

/** The message says what was expected and found, and on which line. */
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

  /** Adds the line of the HTML source to the message. */
  atHtmlLine(sourceLine: number): VerdictTextError {
    const { line, expected, found, tooLarge } = this;
    const error = new VerdictTextError({ line, expected, found, tooLarge });
    error.message += ` In the HTML, that is line ${sourceLine}.`;
    return error;
  }
}
