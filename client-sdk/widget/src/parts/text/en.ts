/** Every sentence of widget and console in English; the other languages follow its shape. */

export const en = {
  // Panel and header
  closeChat: 'Close the chat',
  support: 'Support',
  supportOnline: 'We are here',
  supportAway: 'Write to us: we answer here',
  menu: 'Menu',
  downloadMyData: 'Download my data',
  endChat: 'End the conversation',
  endChatQuestion: 'End this conversation?',
  conversationClosed: 'This conversation is closed.',
  startNew: 'Start a new one',
  back: 'Back',
  cancel: 'Cancel',
  close: 'Close',
  loading: 'Loading…',

  // Consent
  consentLead: 'Before we begin',
  consentIntro: 'Nothing you write is kept until you agree. Please read what we keep, why, and for how long.',
  consentReadAll: 'Read the whole policy',
  consentRequired: 'Needed for the chat',
  consentOptional: 'Only if you like; we ask again when it matters',
  consentAgree: 'Agree and start',
  consentDecline: 'No, thank you',
  consentTickFirst: 'Tick the box that the chat needs to go on.',
  consentDeclined: 'Nothing was kept. You can open the chat again whenever you like.',
  consentVersion: (version: string) => `Version ${version}`,
  consentChanged: 'Our privacy policy has changed. Please look at it once more.',

  // Messages
  messages: 'Messages',
  emptyTitle: 'How can we help?',
  emptyText: 'Write a message, send a photo or record your voice. What you send stays between you and our support.',
  you: 'You',
  agent: 'Support',
  visitor: 'Visitor',
  today: 'Today',
  yesterday: 'Yesterday',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  notSent: 'Not sent',
  retry: 'Try again',
  discard: 'Delete',
  edited: 'edited',
  redacted: 'Message removed',
  typing: 'is typing…',
  loadOlder: 'Show earlier messages',
  newMessages: 'New messages',
  online: 'online',
  offline: 'offline',

  // Composer
  writeMessage: 'Write a message',
  send: 'Send',
  attach: 'Attach',
  attachPhoto: 'Photo',
  attachFile: 'File',
  attachIdentityDocument: 'Identity document',
  addCaption: 'Add a caption',
  dropHere: 'Drop photos or files here',
  charactersLeft: (count: number) => `${count} characters left`,
  tooLong: 'This message is too long.',

  // Uploads and attachments
  photo: 'Photo',
  file: 'File',

  // Voice
  recordVoice: 'Record a voice message',
  voiceMessage: 'Voice message',

  // Identity documents

  // Connection and problems
  connecting: 'Connecting…',
  reconnecting: 'No connection. Your messages are sent as soon as it is back.',
  deviceOffline: 'You are offline. Your messages are sent as soon as you are back.',
  problemGeneric: 'That did not work. Please try again in a moment.',
  problemUnavailable: 'The service is busy just now. Please try again in a minute.',
  problemSignIn: 'Your session has ended. Please sign in again.',
  problemRate: 'That was a lot at once. Please wait a moment and try again.',
  problemQuota: 'That is as much as can be sent in one day. Please send the rest tomorrow.',
  problemTooLarge: (limit: string) => `The file is too large. Up to ${limit} can be sent.`,
  problemTooLargeAny: 'The file is too large. Please send a smaller one.',
  problemType: 'Files of this type cannot be sent. Try a JPEG, PNG or HEIC photo, or a PDF.',
  problemUnsafe: 'The file has an unsafe structure and was not accepted. Try to save or scan it anew.',
  problemUnreadable: 'The file is damaged or cannot be read. Please choose another.',
  problemInfected: 'The file carries malware and was not accepted.',
  problemConsent: 'Your consent is needed first.',
  problemClosed: 'This conversation is closed. Start a new one to go on.',
  problemNotFound: 'That is not there any more.',
  problemForbidden: 'Your role does not allow that.',
  problemEmpty: 'Write something first.',
  problemOrigin: 'The chat is not set up for this site.',
  problemCredentials: 'The e-mail address or the password is not right.',
  problemIdentity:
    'This is an identity document. It was not sent: hand it over through “Identity document”, where only those who check it can see it.',
  problemIdentityAsked:
    'Is this an identity document? If so, send it through “Identity document”. If not, confirm that, and it is sent.',
  problemNetwork: 'The server cannot be reached. Check your connection and try again.',

  // Units
  numberLocale: 'en',
  bytes: 'B',
  kilobytes: 'kB',
  megabytes: 'MB',
};

type Widened<T> = T extends string
  ? string
  : T extends (...args: never[]) => unknown
    ? T
    : { [K in keyof T]: Widened<T[K]> };

/** What a language must have: everything English has. */
export type Texts = Widened<typeof en>;
