/** The complete list of commands, events and routes. What is not here does not exist. */
import { attachmentChanged } from './attachments/attachment-changed.ts';
import { attachmentContent } from './attachments/attachment-content.ts';
import { attachmentCreate } from './attachments/attachment-create.ts';
import { attachmentGet } from './attachments/attachment-get.ts';
import { attachmentLinkContent } from './attachments/attachment-link-content.ts';
import { attachmentLinkCreate } from './attachments/attachment-link-create.ts';
import { conversationAssign } from './conversations/conversation-assign.ts';
import { conversationChanged } from './conversations/conversation-changed.ts';
import { conversationClose } from './conversations/conversation-close.ts';
import { conversationList } from './conversations/conversation-list.ts';
import { conversationOpen } from './conversations/conversation-open.ts';
import { documentRequestCreate } from './document-requests/document-request-create.ts';
import { documentRequestList } from './document-requests/document-request-list.ts';
import { documentRequestWithdraw } from './document-requests/document-request-withdraw.ts';
import { messageChanged } from './messages/message-changed.ts';
import { messageCreated } from './messages/message-created.ts';
import { messageEdit } from './messages/message-edit.ts';
import { messageList } from './messages/message-list.ts';
import { messageRedact } from './messages/message-redact.ts';
import { messageSend } from './messages/message-send.ts';
import { agentCreate } from './people/agent-create.ts';
import { agentSignIn } from './people/agent-sign-in.ts';
import { meExport } from './people/me-export.ts';
import { visitorCreate } from './people/visitor-create.ts';
import { consentGive } from './policies/consent-give.ts';
import { policyGet } from './policies/policy-get.ts';
import { presenceChanged } from './presence/presence-changed.ts';
import { typingChanged } from './presence/typing-changed.ts';
import { typingSet } from './presence/typing-set.ts';
import { receiptChanged } from './receipts/receipt-changed.ts';
import { receiptMark } from './receipts/receipt-mark.ts';
import { holdPlace } from './retention/hold-place.ts';
import { holdRelease } from './retention/hold-release.ts';
import { headsChanged } from './sessions/heads-changed.ts';
import { sessionRefused } from './sessions/session-refused.ts';
import { sessionResume } from './sessions/session-resume.ts';
import { uploadAppend } from './uploads/upload-append.ts';
import { uploadCancel } from './uploads/upload-cancel.ts';
import { uploadCreate } from './uploads/upload-create.ts';
import { uploadDescribe } from './uploads/upload-describe.ts';
import { uploadGet } from './uploads/upload-get.ts';
import { uploadOffset } from './uploads/upload-offset.ts';
import { identityDocumentCertificate } from './vault/identity-document-certificate.ts';
import { identityDocumentChanged } from './vault/identity-document-changed.ts';
import { identityDocumentCheck } from './vault/identity-document-check.ts';
import { identityDocumentContent } from './vault/identity-document-content.ts';
import { identityDocumentCreate } from './vault/identity-document-create.ts';
import { identityDocumentDecide } from './vault/identity-document-decide.ts';
import { identityDocumentList } from './vault/identity-document-list.ts';
import { identityDocumentLookDecide } from './vault/identity-document-look-decide.ts';
import { identityDocumentLookList } from './vault/identity-document-look-list.ts';
import { identityDocumentLookOpen } from './vault/identity-document-look-open.ts';
import { myIdentityDocumentList } from './vault/my-identity-document-list.ts';
import { verificationAnswer } from './vault/verification-answer.ts';
import { verificationGet } from './vault/verification-get.ts';
import { verificationList } from './vault/verification-list.ts';

export const commands = {
  'conversation:open': conversationOpen,
  'conversation:list': conversationList,
  'conversation:assign': conversationAssign,
  'conversation:close': conversationClose,
  'message:send': messageSend,
  'message:list': messageList,
  'message:edit': messageEdit,
  'message:redact': messageRedact,
  'document-request:create': documentRequestCreate,
  'document-request:withdraw': documentRequestWithdraw,
  'document-request:list': documentRequestList,
  'receipt:mark': receiptMark,
  'typing:set': typingSet,
  'session:resume': sessionResume,
} as const;

export const events = {
  'conversation:changed': conversationChanged,
  'message:created': messageCreated,
  'message:changed': messageChanged,
  'receipt:changed': receiptChanged,
  'typing:changed': typingChanged,
  'presence:changed': presenceChanged,
  'attachment:changed': attachmentChanged,
  'identity-document:changed': identityDocumentChanged,
  'heads:changed': headsChanged,
  'session:refused': sessionRefused,
} as const;

export const routes = {
  visitorCreate,
  agentSignIn,
  agentCreate,
  meExport,
  policyGet,
  consentGive,
  attachmentCreate,
  attachmentGet,
  attachmentContent,
  attachmentLinkCreate,
  attachmentLinkContent,
  identityDocumentCreate,
  identityDocumentList,
  identityDocumentContent,
  identityDocumentLookOpen,
  identityDocumentLookDecide,
  identityDocumentLookList,
  myIdentityDocumentList,
  identityDocumentCheck,
  identityDocumentDecide,
  identityDocumentCertificate,
  verificationGet,
  verificationList,
  verificationAnswer,
  uploadDescribe,
  uploadCreate,
  uploadOffset,
  uploadAppend,
  uploadGet,
  uploadCancel,
  holdPlace,
  holdRelease,
} as const;
