/** What only the console says, in English; the other languages follow its shape. */

export const en = {
  title: 'Support console',
  signInTitle: 'Sign in',
  email: 'E-mail address',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  signOut: 'Sign out',
  settings: 'Settings',
  theme: { auto: 'As the system', light: 'Light', dark: 'Dark' },
  inbox: 'Conversations',
  statusFilter: 'Which conversations',
  open: 'Open',
  closed: 'Closed',
  assignedFilter: 'Assigned to',
  everyone: 'All',
  me: 'Me',
  nobody: 'Nobody',
  inboxEmpty: 'No conversations here.',
  newCount: (count: number) => `${count} new`,
  mine: 'Mine',
  unassigned: 'Nobody’s',
  taken: 'Taken',
  choose: 'Choose a conversation',
  chooseHint: 'J and K move through the list, R begins an answer, Escape leaves the field.',
  takeIt: 'Assign to me',
  assignedToMe: 'Assigned to you',
  closeIt: 'Close',
  closeQuestion: 'Close this conversation?',
  noMessages: 'Nothing has been written yet.',
  askForDocument: 'Ask for a document',
  askWhich: 'Which documents?',
  askWhy: 'Why? The customer reads this.',
  askPromise: 'Only verifiers will see what is handed over. The request is open for seven days.',
  ask: 'Ask',
  identityDocuments: 'Identity documents',
  noDocuments: 'No identity documents.',
  destroyed: 'destroyed',
  look: 'Look',
  lookReason: 'Why do you look at it?',
  lookReasonHint: 'For example: identity check for refund 1042',
  lookRecorded: 'This look is recorded with your name, the time and the reason.',
  lookNeedsReason: 'Write a reason first.',
  documentPicture: 'Identity document',
  forConversation: 'Of this conversation',
  noAccess: 'Your roles do not open conversations here.',
};

type Widened<T> = T extends string
  ? string
  : T extends (...args: never[]) => unknown
    ? T
    : { [K in keyof T]: Widened<T[K]> };

export type ConsoleTexts = Widened<typeof en>;
