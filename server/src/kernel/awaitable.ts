/** What is mostly known at once: awaiting it all the same would cost every message promises and turns of the microtask queue. */

/** A value, or a promise of it. `await` takes either. */
export type Awaitable<Value> = Value | Promise<Value>;

/** Goes on with a value: at once when it is there, else when it comes. */
export const whenKnown = <Value, Result>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Result>,
): Awaitable<Result> => (value instanceof Promise ? value.then(next) : next(value));
