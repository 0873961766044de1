/** What a conversation on the screen consists of. */
import type {
  ConversationDetails,
  FailedMessage,
  Message,
  PendingMessage,
  PreparedPhoto,
  SenimError,
  UploadProgress,
} from '@senim/client';

export type UploadKind = 'photo' | 'voice' | 'file';

/** One file on its way. */
export interface UploadFile {
  /** Also the key of its upload, so that trying again goes on where it was given up. */
  readonly id: string;
  readonly kind: UploadKind;
  readonly file: Blob;
  readonly name: string;
  /** Of the file itself, for its picture or sound; revoked when it has arrived. */
  readonly url: string;
  readonly durationMs?: number;
  readonly waveform?: readonly number[];
  readonly progress: UploadProgress;
  readonly error?: SenimError;
  /** Its sender’s word, where the server asked. */
  readonly notIdentityDocument?: boolean;
  /** Once it has arrived. */
  readonly attachmentId?: string;
}

/** Files on their way, with the words beside them: shown as a message from the moment they were chosen. */
export interface Upload {
  /** Also the client message id, so that trying again never sends twice. */
  readonly id: string;
  readonly files: readonly UploadFile[];
  readonly text: string;
  readonly createdAt: string;
  /** The files have arrived, and the message was refused. */
  readonly error?: SenimError;
}

export interface ChatState {
  readonly me: string | undefined;
  readonly details: ConversationDetails | undefined;
  /** Ascending by number, without gaps from the first to the last one shown. */
  readonly messages: readonly Message[];
  readonly pending: readonly PendingMessage[];
  readonly failed: readonly FailedMessage[];
  readonly uploads: readonly Upload[];
  /** By attachment: what was taken out of a photo on this device, before the server had it. */
  readonly prepared: Readonly<Record<string, PreparedPhoto>>;
  readonly typing: readonly string[];
  readonly hasOlder: boolean;
  readonly loading: 'newest' | 'older' | undefined;
  readonly error: SenimError | undefined;
}

export const emptyChat: ChatState = {
  me: undefined,
  details: undefined,
  messages: [],
  pending: [],
  failed: [],
  uploads: [],
  prepared: {},
  typing: [],
  hasOlder: false,
  loading: undefined,
  error: undefined,
};

/** A list with a message put where its number says, in place of its former self. */
export const withMessage = (messages: readonly Message[], message: Message): readonly Message[] => {
  const rest = messages.filter(({ seq }) => seq !== message.seq);
  let at = rest.length;
  while (at > 0 && (rest[at - 1]?.seq ?? 0) > message.seq) at -= 1;
  return [...rest.slice(0, at), message, ...rest.slice(at)];
};

export type Participant = ConversationDetails['participants'][number];

/** With those of whom there was news before they were announced. */
export const withStrangers = (
  details: ConversationDetails,
  strangers: ReadonlyMap<string, Participant>,
): ConversationDetails => {
  const known = new Set(details.participants.map(({ id }) => id));
  return {
    ...details,
    participants: [...details.participants, ...[...strangers.values()].filter(({ id }) => !known.has(id))],
  };
};

/** How many messages of others lie beyond what the person has read. */
export const unreadCount = ({ me, details, messages }: ChatState): number => {
  const readSeq = details?.participants.find(({ id }) => id === me)?.readSeq ?? 0;
  return messages.filter(({ authorId, seq }) => authorId !== me && seq > readSeq).length;
};
