/** How many requests are being handled: a shutdown waits for them, and for what they tidy up when they are cut off. */
export interface RequestsUnderWay {
  readonly count: number;
  /** Disposing leaves again. */
  enter(): Disposable;
}

export const requestsUnderWay = (): RequestsUnderWay => {
  let count = 0;
  return {
    get count() {
      return count;
    },
    enter: () => {
      count += 1;
      return {
        [Symbol.dispose]: () => {
          count -= 1;
        },
      };
    },
  };
};
