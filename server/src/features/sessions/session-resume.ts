/** Use case: what did I miss? */
import type { Head } from '@senim/contract';
import {
  type DescribeAttachments,
  type MessageRepository,
  type StoredMessage,
  toMessageViews,
} from '#features/messages/index';
import type { UseCase } from '#kernel/call';
import type { HeadRepository } from './head-repository.ts';

export interface SessionResumeDeps {
  readonly heads: HeadRepository;
  readonly messages: MessageRepository;
  readonly describeAttachments: DescribeAttachments;
}

/** Missed messages of one conversation that are sent along; the rest is read by pages. */
const PAGE = 100;
/** Conversations read at once, and messages after which the rest is left to pages. */
const CONVERSATIONS_AT_ONCE = 20;
const ENOUGH_MESSAGES = 1_000;

export const sessionResume =
  ({ heads, messages, describeAttachments }: SessionResumeDeps): UseCase<'session:resume'> =>
  async (input, { principal }) => {
    const seen = new Map(input.heads.map((head) => [head.conversationId, head]));
    const current = await heads.findReadable(principal, [...seen.keys()]);
    const behind = current.flatMap((head): { from: Head; to: Head }[] => {
      const from = seen.get(head.conversationId) as Head;
      return from.seq < head.seq || from.revision < head.revision ? [{ from, to: head }] : [];
    });

    const missed: StoredMessage[] = [];
    const incomplete: string[] = [];
    for (let start = 0; start < behind.length; start += CONVERSATIONS_AT_ONCE) {
      const some = behind.slice(start, start + CONVERSATIONS_AT_ONCE);
      if (missed.length >= ENOUGH_MESSAGES) {
        incomplete.push(...some.map(({ to }) => to.conversationId));
        continue;
      }
      const found = await messages.listSince(
        some.map(({ from }) => from),
        PAGE,
      );
      missed.push(...found);
      // More than a page of new messages, or of changes: the client reads on from where this ends.
      for (const { from, to } of some) {
        const own = found.filter((message) => message.conversationId === to.conversationId);
        const changed = own.filter((message) => message.seq <= from.seq).length;
        if (to.seq - from.seq > PAGE || changed === PAGE) incomplete.push(to.conversationId);
      }
    }
    return { heads: current, messages: await toMessageViews(missed, describeAttachments), incomplete };
  };
