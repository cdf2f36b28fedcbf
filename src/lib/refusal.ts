import { REFUSALS, type RefusalCode } from './refusals.ts';

export type { RefusalCode };

export interface FieldError {
  path: string;
  message: string;
}

export interface RefusalDetails {
  /** Replaces the sentence of the table. */
  message?: string;
  /** The input that was wrong. */
  field?: string;
  errors?: FieldError[];
  /** Seconds to wait, for `rate-limited`. */
  retryAfter?: number;
  /** The current state, for 409. */
  state?: unknown;
}

/**
 * A request that a rule rejects. Use cases throw it. One place each turns it into a form failure (`http/forms`), problem
 * JSON (`http/api`) and a socket acknowledgement (`live`).
 */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly details: RefusalDetails;

  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    super(details.message ?? REFUSALS[code].message);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return REFUSALS[this.code].status;
  }

  /** The faults by field, `field` included. */
  get errors(): FieldError[] {
    const { field, errors = [] } = this.details;
    return field === undefined ? errors : [{ path: field, message: this.message }, ...errors];
  }
}
