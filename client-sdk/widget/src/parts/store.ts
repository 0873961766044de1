/** One immutable state, and those who want to know when it changes. */
import { useEffect, useState } from 'preact/hooks';

export interface Store<State> {
  get(): State;
  set(change: Partial<State> | ((state: State) => Partial<State>)): void;
  subscribe(listener: (state: State) => void): () => void;
}

export const createStore = <State extends object>(initial: State): Store<State> => {
  let state = initial;
  const listeners = new Set<(state: State) => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...(typeof change === 'function' ? change(state) : change) };
      for (const listener of [...listeners]) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

/** The state of a store, in a view that is drawn again when it changes. */
export const useStore = <State extends object>(store: Store<State>): State => {
  const [held, hold] = useState({ store, state: store.get() });
  useEffect(() => {
    const update = () => hold({ store, state: store.get() });
    update();
    return store.subscribe(update);
  }, [store]);
  return held.store === store ? held.state : store.get();
};
