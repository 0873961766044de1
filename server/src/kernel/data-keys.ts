/** The data keys under which words and names are sealed: one for each person, and one for each participant of a conversation. */
import type { KeyObject } from 'node:crypto';
import type { Awaitable } from './awaitable.ts';

export interface DataKey {
  readonly id: string;
  /** For AES-256-GCM. A key object, because preparing one from bytes costs more than the sealing itself. */
  readonly key: KeyObject;
}

export interface DataKeys {
  /** The key for a person's profile; made when there is none. */
  forPerson(principalId: string): Awaitable<DataKey>;
  /** The key for what a person says in one conversation; made when there is none or the last one is too old. */
  forParticipant(conversationId: string, principalId: string): Awaitable<DataKey>;
  /** Existing keys by id. A key that is not in the answer has been destroyed, and what it sealed is gone. */
  open(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>>;
  /** Forgets unwrapped copies; for keys that have just been destroyed. */
  forget(ids: readonly string[]): void;
}
