/** Where the widget stands: one of these stages, and what is true in all of them. */
import type { ConnectionState, Policy } from '@senim/client';
import type { ChatSession, Language } from './parts/index.ts';

export type Stage =
  /** Nothing has been asked of the server yet. */
  | { readonly name: 'resting' }
  | { readonly name: 'starting' }
  | { readonly name: 'consent'; readonly policy: Policy; readonly changed: boolean }
  | { readonly name: 'declined' }
  | { readonly name: 'chat'; readonly session: ChatSession }
  | { readonly name: 'failed'; readonly error: unknown };

export interface WidgetState {
  readonly language: Language;
  readonly isOpen: boolean;
  readonly stage: Stage;
  readonly connection: ConnectionState;
  /** A purpose being asked about, because it is needed now. */
  readonly asking: 'photo' | 'voice' | undefined;
}
