/** Lets work of one kind be prepared at once and handed over in the order in which it came. */

/**
 * @param name whose order it is, e.g. one author in one conversation.
 * @param prepare may take its time; the next one's may finish first.
 * @param handOver called when everything of that name that came before has been handed over, or has failed.
 */
export type InTurn = <Prepared, Result>(
  name: string,
  prepare: () => Promise<Prepared>,
  handOver: (prepared: Prepared) => Promise<Result>,
) => Promise<Result>;

const NOBODY = Promise.resolve();

export const inTurn = (): InTurn => {
  const last = new Map<string, Promise<void>>();
  return async (name, prepare, handOver) => {
    const before = last.get(name) ?? NOBODY;
    const { promise: mine, resolve: pass } = Promise.withResolvers<void>();
    last.set(name, mine);
    const leave = (): void => {
      pass();
      if (last.get(name) === mine) last.delete(name);
    };
    try {
      const prepared = await prepare();
      await before;
      // Handing over is what happens before the first await in there; its end is not waited for.
      return handOver(prepared);
    } finally {
      // One that failed early still waits: whoever comes next must not overtake those before.
      void before.then(leave);
    }
  };
};
