/** The sheets of the panel: fetched together, with the first of them. */
export { EndSheet } from './end-sheet.tsx';
export { IdentitySheet } from './identity-sheet.tsx';
export { PurposeSheet } from './purpose-sheet.tsx';
export { Verdict } from './verdict.tsx';
