interface Ports<M, R> {
  send: (id: string, mark: M) => Promise<R>;
  /** Before it is sent. */
  show: (id: string, mark: M) => void;
  /** Of the last press. Null: it failed, and so did all before it. */
  settle: (id: string, result: R | null) => void;
}

interface Run<M> {
  waiting: { mark: M } | null;
  done: Promise<void>;
}

/**
 * Presses on votes or ratings. For each of them, one request at a time: responses can't overtake each other. Of the
 * presses made meanwhile, only the last is sent.
 */
export class PressQueue<M, R> {
  readonly #ports: Ports<M, R>;
  readonly #runs = new Map<string, Run<M>>();

  constructor(ports: Ports<M, R>) {
    this.#ports = ports;
  }

  /** @throws what the last press on this fails with */
  press(id: string, mark: M): Promise<void> {
    this.#ports.show(id, mark);
    const running = this.#runs.get(id);
    if (running) {
      running.waiting = { mark };
      return running.done;
    }
    const run: Run<M> = { waiting: { mark }, done: Promise.resolve() };
    this.#runs.set(id, run);
    return (run.done = this.#send(id, run));
  }

  /** Results of the presses so far are of no interest: someone else is signed in now. */
  forget(): void {
    this.#runs.clear();
  }

  async #send(id: string, run: Run<M>): Promise<void> {
    let result: R | null = null;
    let failure: { cause: unknown } | null = null;
    while (run.waiting && this.#runs.get(id) === run) {
      const { mark } = run.waiting;
      run.waiting = null;
      failure = null;
      try {
        result = await this.#ports.send(id, mark);
      } catch (cause) {
        failure = { cause };
      }
    }
    if (this.#runs.get(id) !== run) return;
    this.#runs.delete(id);
    this.#ports.settle(id, result);
    if (failure) throw failure.cause;
  }
}
