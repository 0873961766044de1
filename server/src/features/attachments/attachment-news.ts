/** Tells everyone who may see an attachment what became of it. */
import type { Attachment } from '@senim/contract';
import { type ConversationState, readersOf } from '#features/conversations/index';
import type { FanOut } from '#realtime/fan-out';
import { conversationRoom, principalRoom } from '#realtime/room-names';
import type { SettledAttachment } from './attachment-rows.ts';
import { toAttachmentView } from './attachment-view.ts';

/** Before a message links it only its owner knows of it. */
export const announceAttachment = (
  fanOut: FanOut,
  { record, details }: SettledAttachment,
  conversationKind?: ConversationState['kind'],
): Attachment => {
  const attachment = toAttachmentView(record, details);
  const { conversationId: id, ownerId, messageId } = record;
  const readers = conversationKind ? readersOf({ id, kind: conversationKind }) : [conversationRoom(id)];
  const rooms = messageId === undefined ? [principalRoom(ownerId)] : readers;
  fanOut.publish('attachment:changed', { attachment }, { rooms });
  return attachment;
};
