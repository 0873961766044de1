/** The rows that a conversation is drawn as: days, and messages in every state they can be in. Pure. */
import type { Attachment, ConversationDetails, DocumentRequest, Message, SenimError } from '@senim/client';
import type { ChatState, Upload } from './chat-state.ts';

export type Delivery = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export interface MessageRow {
  readonly type: 'message';
  readonly key: string;
  readonly own: boolean;
  /** Follows shortly on one of the same author. */
  readonly grouped: boolean;
  readonly authorId: string | undefined;
  readonly authorKind: Message['authorKind'] | undefined;
  readonly text: string;
  readonly createdAt: string;
  readonly attachments: readonly Attachment[];
  readonly upload?: Upload;
  /** A request for documents, which only the server can make. */
  readonly request?: DocumentRequest & { readonly id: string };
  readonly prepared?: ChatState['prepared'];
  readonly delivery: Delivery;
  readonly error?: SenimError;
  readonly edited: boolean;
  readonly redacted: boolean;
}

export interface DayRow {
  readonly type: 'day';
  readonly key: string;
  readonly date: string;
}

export type Row = MessageRow | DayRow;

const GROUP_MS = 5 * 60_000;

/** Sent, delivered or read by somebody on the other side. */
const deliveryOf = (message: Message, details: ConversationDetails | undefined): Delivery => {
  const staff = message.authorKind === 'agent';
  const others = (details?.participants ?? []).filter(
    ({ id, kind }) => id !== message.authorId && (details?.kind === 'direct' || (kind === 'agent') !== staff),
  );
  if (others.some(({ readSeq }) => readSeq >= message.seq)) return 'read';
  return others.some(({ deliveredSeq }) => deliveredSeq >= message.seq) ? 'delivered' : 'sent';
};

const onItsWay = { type: 'message', own: true, grouped: false, edited: false, redacted: false } as const;

/** It has failed when nothing of it is under way any more. */
const failureOf = ({ files, error }: Upload): { delivery: Delivery; error?: SenimError } => {
  const failed = error ?? files.find((file) => file.error)?.error;
  const isMoving = files.some((file) => !file.error && !file.attachmentId);
  return failed && !isMoving ? { delivery: 'failed', error: failed } : { delivery: 'sending' };
};

const messageRows = (state: ChatState, isOwn: (message: Message) => boolean): MessageRow[] => {
  const known = new Set(state.messages.map(({ clientMessageId }) => clientMessageId));
  const uploads = state.uploads.filter(({ id }) => !known.has(id));
  const uploading = new Set(uploads.map(({ id }) => id));
  const self = { authorId: state.me, authorKind: undefined };
  return [
    ...state.messages.map((message): MessageRow => {
      const own = isOwn(message);
      return {
        type: 'message',
        // A message of one's own keeps the key it had while it was on its way, so that its bubble stays in place.
        key: own ? message.clientMessageId : message.id,
        own,
        grouped: false,
        authorId: message.authorId,
        authorKind: message.authorKind,
        text: message.text,
        createdAt: message.createdAt,
        attachments: message.attachments,
        ...(own && { prepared: state.prepared }),
        ...(message.documentRequest && { request: { ...message.documentRequest, id: message.id } }),
        delivery: deliveryOf(message, state.details),
        edited: message.editedAt !== undefined,
        redacted: message.redactedAt !== undefined,
      };
    }),
    ...state.failed
      .filter(({ pending }) => !known.has(pending.clientMessageId) && !uploading.has(pending.clientMessageId))
      .map(
        ({ pending, error }): MessageRow => ({
          ...onItsWay,
          ...self,
          key: pending.clientMessageId,
          text: pending.text ?? '',
          createdAt: new Date(pending.queuedAt).toISOString(),
          attachments: [],
          delivery: 'failed',
          error,
        }),
      ),
    ...uploads.map(
      (upload): MessageRow => ({
        ...onItsWay,
        ...self,
        key: upload.id,
        text: upload.text,
        createdAt: upload.createdAt,
        attachments: [],
        upload,
        ...failureOf(upload),
      }),
    ),
    ...state.pending
      .filter(({ clientMessageId }) => !known.has(clientMessageId) && !uploading.has(clientMessageId))
      .map(
        (pending): MessageRow => ({
          ...onItsWay,
          ...self,
          key: pending.clientMessageId,
          text: pending.text ?? '',
          createdAt: new Date(pending.queuedAt).toISOString(),
          attachments: [],
          delivery: 'sending',
        }),
      ),
  ];
};

const isGrouped = (row: MessageRow, before: MessageRow | undefined): boolean =>
  before !== undefined &&
  before.own === row.own &&
  before.authorId === row.authorId &&
  Date.parse(row.createdAt) - Date.parse(before.createdAt) < GROUP_MS;

export const toRows = (state: ChatState, isOwn: (message: Message) => boolean): Row[] => {
  const rows: Row[] = [];
  let day = '';
  let before: MessageRow | undefined;
  for (const row of messageRows(state, isOwn)) {
    const itsDay = new Date(row.createdAt).toDateString();
    if (itsDay !== day) {
      rows.push({ type: 'day', key: `day ${itsDay}`, date: row.createdAt });
      day = itsDay;
      before = undefined;
    }
    rows.push({ ...row, grouped: isGrouped(row, before) });
    before = row;
  }
  return rows;
};
