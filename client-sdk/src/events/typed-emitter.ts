/** Subscribe and unsubscribe, typed; a listener that throws disturbs nobody else. */

/** Ends a subscription; calling it again does nothing. */
export type Unsubscribe = () => void;

type Listener<Payload> = (payload: Payload) => void;

/** Reports an error as if nothing had caught it, without stopping whoever calls. */
export const reportLater = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};

export class TypedEmitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<{ readonly run: Listener<never> }>>();
  readonly #report: (error: unknown) => void;

  /** @param report where errors of listeners go; by default to the platform's handler of uncaught errors. */
  constructor(report: (error: unknown) => void = reportLater) {
    this.#report = report;
  }

  /** The same function subscribed twice is called twice. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): Unsubscribe {
    const entry = { run: listener };
    const entries = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, entries.add(entry));
    return () => {
      entries.delete(entry);
    };
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const entry of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (entry.run as Listener<Events[Name]>)(payload);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  count(name: keyof Events): number {
    return this.#listeners.get(name)?.size ?? 0;
  }

  clear(): void {
    for (const entries of this.#listeners.values()) entries.clear();
  }
}
