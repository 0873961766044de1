/** What other features may use. */
export type { AnswerWish, DocumentRequestAnswers } from './document-request-answer.ts';
