/** Lets work of one kind be prepared at once and handed over in the order in which it came. */
import type { Awaitable } from '#kernel/awaitable';

/**
 * @param name whose order it is, e.g. one author in one conversation.
 * @param prepare may take its time; the next one's may finish first.
 * @param handOver called when everything of that name that came before has been handed over, or has failed. Handing
 * over is what it does before its first await; its end is not waited for.
 */
export type InTurn = <Prepared, Result>(
  name: string,
  prepare: () => Awaitable<Prepared>,
  handOver: (prepared: Prepared) => Promise<Result>,
) => Promise<Result>;

const NOBODY = Promise.resolve();

export const inTurn = (): InTurn => {
  const last = new Map<string, Promise<void>>();

  const queueUp = async <Prepared, Result>(
    name: string,
    preparing: Awaitable<Prepared>,
    handOver: (prepared: Prepared) => Promise<Result>,
  ): Promise<Result> => {
    const before = last.get(name) ?? NOBODY;
    const { promise: mine, resolve: pass } = Promise.withResolvers<void>();
    last.set(name, mine);
    const leave = (): void => {
      pass();
      if (last.get(name) === mine) last.delete(name);
    };
    try {
      const prepared = await preparing;
      await before;
      return handOver(prepared);
    } finally {
      // One that failed early still waits: whoever comes next must not overtake those before.
      void before.then(leave);
    }
  };

  return (name, prepare, handOver) => {
    const preparing = prepare();
    // The usual case: nobody is waiting, and there is nothing to wait for.
    if (!(preparing instanceof Promise) && !last.has(name)) return handOver(preparing);
    return queueUp(name, preparing, handOver);
  };
};
