/** The caller's own id: told by a visitor's or an agent's token, learned from the server's answers for a site's user. */
import type { Message } from '@senim/contract';
import type { TokenSource } from '../connection/token-source.ts';
import type { ConversationDetails } from '../conversations/conversation-events.ts';

export class Self {
  readonly #tokens: TokenSource;
  #learned: { readonly subject: string; readonly principalId: string } | undefined;

  constructor(tokens: TokenSource) {
    this.#tokens = tokens;
  }

  get principalId(): string | undefined {
    const claims = this.#tokens.claims;
    if (claims?.principalId !== undefined) return claims.principalId;
    return this.#learned?.subject === claims?.subject ? this.#learned?.principalId : undefined;
  }

  /** A message of one's own names its author. */
  learnFromMessage({ authorId }: Message): void {
    this.#learn(authorId);
  }

  /** A conversation that one opened has one person besides the other. */
  learnFromOpened({ participants }: ConversationDetails, otherId: string | undefined): void {
    const people = participants.filter(({ id, kind }) => kind !== 'agent' && id !== otherId);
    if (people.length === 1 && people[0]) this.#learn(people[0].id);
  }

  #learn(principalId: string): void {
    const subject = this.#tokens.claims?.subject;
    if (subject !== undefined) this.#learned = { subject, principalId };
  }
}
