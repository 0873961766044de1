/** What other features may use. */
export { type ResumableUploads, resumableUploads } from './resumable-uploads.ts';
export type { UploadDoors } from './upload-door.ts';
